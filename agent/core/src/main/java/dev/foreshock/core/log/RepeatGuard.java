// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.log;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds back a line that was written less than a minute ago, and counts how often. Remembers the last 64 different lines.
 *
 * <p>Locks for some tens of nanoseconds; lines are rare.
 */
final class RepeatGuard {
    private static final long PAUSE_NANOS = 60_000_000_000L;
    private static final int REMEMBERED = 64;

    private final Map<String, long[]> lastAndHeld = new LinkedHashMap<>();

    /** How many were held back since the line was last written, or -1 where it must be held back too. */
    synchronized long admit(String line, long nowNanos) {
        long[] known = lastAndHeld.remove(line);
        if (known == null) {
            if (lastAndHeld.size() == REMEMBERED) {
                lastAndHeld.remove(lastAndHeld.keySet().iterator().next());
            }
            lastAndHeld.put(line, new long[] {nowNanos, 0});
            return 0;
        }
        lastAndHeld.put(line, known);
        if (nowNanos - known[0] < PAUSE_NANOS) {
            known[1]++;
            return -1;
        }
        long held = known[1];
        known[0] = nowNanos;
        known[1] = 0;
        return held;
    }

    synchronized void clear() {
        lastAndHeld.clear();
    }
}
