// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a cold unit of work went, as far as it is known.
 *
 * @param connects connections opened in it
 * @param connectNanos how long that took, all together
 * @param jvm classes and compilation, or {@code null}
 * @param weavingNanos how long this agent has held up the application by weaving what it loads, since the process started; 0
 *     where only the unit itself is looked at
 * @param handshakes TLS handshakes since the process started, or since the last request before the unit
 * @param longest the calls of one shape that took longest all together, {@code null} where there are none
 */
record ColdBreakdown(
        int connects,
        long connectNanos,
        JvmSamples.@Nullable Sample jvm,
        long weavingNanos,
        Handshakes handshakes,
        @Nullable Group longest) {
    /** Calls that take less than this part of the unit explain nothing. */
    private static final double WORTH_SAYING = 0.25;

    static ColdBreakdown of(LocalTrace unit, Watch watch, boolean sinceStart, Handshakes handshakes) {
        int connects = 0;
        long nanos = 0;
        for (Operation o = unit.last(); o != null; o = o.previous()) {
            if (o.kind() == Kind.CONNECT) {
                connects++;
                nanos += o.durationNanos();
            }
        }
        Operation root = unit.root();
        return new ColdBreakdown(
                connects,
                nanos,
                watch.samples.between(root.startNanos(), root.endNanos(), sinceStart),
                sinceStart ? watch.weavingNanos() : 0,
                handshakes,
                longest(unit));
    }

    private static @Nullable Group longest(LocalTrace unit) {
        Group longest = null;
        for (int i = 0; i < unit.groupCount(); i++) {
            Group group = unit.groupAt(i);
            if (longest == null || group.sumNanos() > longest.sumNanos()) {
                longest = group;
            }
        }
        return longest != null
                        && longest.sumNanos() >= WORTH_SAYING * unit.root().durationNanos()
                ? longest
                : null;
    }

    void describe(Operation root, String kind) {
        root.attribute("foreshock.cold_start", kind);
        root.attribute("foreshock.cold_start.connections", (long) connects);
        if (connects > 0) {
            root.attribute("foreshock.cold_start.connect_seconds", connectNanos / 1e9);
        }
        if (handshakes.count() > 0) {
            root.attribute("foreshock.cold_start.tls_handshakes", handshakes.count());
            root.attribute("foreshock.cold_start.tls_seconds", handshakes.nanos() / 1e9);
        }
        if (jvm != null) {
            root.attribute("foreshock.cold_start.classes", jvm.loadedClasses());
            root.attribute("foreshock.cold_start.compilation_seconds", jvm.compilationMillis() / 1e3);
        }
        if (weavingNanos > 0) {
            root.attribute("foreshock.cold_start.weaving_seconds", weavingNanos / 1e9);
        }
    }

    /** {@code ; 1.2 s of it in GET keys.example.com/keys; 212 classes were loaded; 3 connections were opened in 400 ms}. */
    void append(StringBuilder text) {
        if (longest != null) {
            text.append("; ")
                    .append(Figures.time(longest.sumNanos()))
                    .append(" of it in ")
                    .append(longest.shape().summary());
        }
        if (jvm != null && jvm.loadedClasses() > 0) {
            text.append("; ")
                    .append(Figures.count(jvm.loadedClasses()))
                    .append(" classes were loaded and the compiler worked for ")
                    .append(Figures.time(jvm.compilationMillis() * 1_000_000L));
        }
        if (weavingNanos > 0) {
            text.append("; this agent held it up for ")
                    .append(Figures.time(weavingNanos))
                    .append(" by weaving");
        }
        if (connects > 0) {
            text.append("; ")
                    .append(Figures.count(connects))
                    .append(connects == 1 ? " connection was opened in " : " connections were opened in ")
                    .append(Figures.time(connectNanos));
        }
        if (handshakes.count() > 0) {
            text.append("; ")
                    .append(Figures.count(handshakes.count()))
                    .append(handshakes.count() == 1 ? " TLS handshake took " : " TLS handshakes took ")
                    .append(Figures.time(handshakes.nanos()));
        }
    }
}
