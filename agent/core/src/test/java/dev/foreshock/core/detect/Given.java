// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.export.Announcement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the user has set, what time it is, and what detection has said so far. */
final class Given extends Time implements Outlet {
    static final long MINUTE = 60_000_000_000L;

    final Map<String, String> variables = new LinkedHashMap<>();
    final List<Announcement> announced = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final List<String> found = new ArrayList<>();
    final Map<String, Integer> open = new TreeMap<>();
    final Map<String, Long> wastedNanos = new TreeMap<>();
    final Map<String, Long> retries = new TreeMap<>();
    final List<String> coldStarts = new ArrayList<>();
    final Map<String, Long> dropped = new ConcurrentHashMap<>();
    long nowNanos = 1;
    long pausedMillis;
    long cpuNanos;

    @Nullable
    String initializationType;

    Handshakes handshakes = Handshakes.NONE;

    Given set(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Settings settings() {
        return Settings.of(variables::get, name -> null, complaint -> {
            throw new AssertionError(complaint);
        });
    }

    @Override
    long nanos() {
        return nowNanos;
    }

    @Override
    long epochNanos() {
        return 1_700_000_000_000_000_000L + nowNanos;
    }

    @Override
    long pausedMillis() {
        return pausedMillis;
    }

    @Override
    long weavingNanos() {
        return 310_000_000L;
    }

    @Override
    Handshakes handshakes() {
        return handshakes;
    }

    @Override
    long cpuNanos() {
        return cpuNanos;
    }

    @Override
    @Nullable
    String initializationType() {
        return initializationType;
    }

    @Override
    long loadedClasses() {
        return 1_000 + nowNanos / Clock.SECOND;
    }

    @Override
    long compilationMillis() {
        return nowNanos / Clock.SECOND;
    }

    @Override
    public void announce(Announcement announcement) {
        announced.add(announcement);
    }

    @Override
    public void found(String type, Severity severity) {
        found.add(type + " " + severity);
    }

    @Override
    public void open(String type, Severity severity, int change) {
        open.merge(type + " " + severity, change, Integer::sum);
    }

    @Override
    public void wasted(String type, long nanos) {
        wastedNanos.merge(type, nanos, Long::sum);
    }

    @Override
    public void retried(String dependency, long count) {
        retries.merge(dependency, count, Long::sum);
    }

    @Override
    public void coldStart(String kind, long nanos) {
        coldStarts.add(kind + " " + Figures.time(nanos));
    }

    @Override
    public void dropped(String reason, long count) {
        dropped.merge(reason, count, Long::sum);
    }

    @Override
    public void line(String text) {
        lines.add(text);
    }
}
