// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What became of the weaving, for the answer to "why is my library not seen": the classes woven, those that matched but
 * could not be woven and why, and the fuses that blew.
 *
 * <p>Bounded: beyond 2,000 classes only the number is kept. Written while classes are loaded, from any thread.
 */
public final class Diagnosis implements LongSupplier {
    private static final int LIMIT = 2_000;

    private final Map<String, String> woven = new TreeMap<>();
    private final Map<String, String> unwoven = new TreeMap<>();
    private final Map<String, String> fuses = new TreeMap<>();
    private final AtomicLong heldUpNanos = new AtomicLong();
    private int beyond;

    synchronized void woven(String internalName, List<WeavePoint> points) {
        StringBuilder advice = new StringBuilder();
        for (WeavePoint point : points) {
            String name = point.adviceClass();
            advice.append(advice.length() == 0 ? "" : ", ").append(name.substring(name.lastIndexOf('.') + 1));
        }
        String type = internalName.replace('/', '.');
        unwoven.remove(type);
        put(woven, type, advice.toString());
    }

    synchronized void notWoven(String internalName, String reason) {
        put(unwoven, internalName.replace('/', '.'), reason);
    }

    synchronized void fuse(String advice, String state) {
        put(fuses, advice, state);
    }

    private void put(Map<String, String> map, String key, String value) {
        if (map.size() < LIMIT || map.containsKey(key)) {
            map.put(key, value);
        } else {
            beyond++;
        }
    }

    /** A thread of the application's, which loaded a class, has waited for it to be woven. */
    void heldUp(long nanos) {
        heldUpNanos.addAndGet(nanos);
    }

    /** How long weaving has held up threads of the application, all together. */
    @Override
    public long getAsLong() {
        return heldUpNanos.get();
    }

    /** How many classes have been woven. */
    public synchronized int wovenCount() {
        return woven.size();
    }

    /** The report, line by line. */
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        section(lines, "woven: ", woven, " by ");
        section(lines, "not woven: ", unwoven, ": ");
        section(lines, "fuse: ", fuses, ": ");
        if (beyond > 0) {
            lines.add("and " + beyond + " more");
        }
        if (woven.isEmpty()) {
            lines.add("woven: nothing; no class of a supported library has been loaded");
        }
        return lines;
    }

    private static void section(List<String> lines, String head, Map<String, String> entries, String link) {
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            lines.add(head + entry.getKey() + link + entry.getValue());
        }
    }
}
