// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.CacheUse;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;

/** What the root of a unit says of the whole, written when it has ended: waits for connections, and the use of caches. */
final class UnitSummary {
    private UnitSummary() {}

    /** Called once, before the metrics and the detectors look at the unit. Counts the unit's look-ups in the caches' metrics. */
    static void write(LocalTrace unit) {
        if (unit.poolWaitNanos() > 0) {
            unit.root().attribute("foreshock.pool.wait_seconds", unit.poolWaitNanos() / 1e9);
        }
        caches(unit);
    }

    private static void caches(LocalTrace unit) {
        CacheUse use = unit.cacheUseIfAny();
        if (use == null) {
            return;
        }
        use.end();
        Operation root = unit.root();
        root.attribute("foreshock.cache.hits", (long) use.hits());
        root.attribute("foreshock.cache.misses", (long) use.misses());
        if (use.loadCount() > 0) {
            root.attribute("foreshock.cache.loads", (long) use.loadCount());
            root.attribute("foreshock.cache.load_seconds", use.loadNanos() / 1e9);
            if (use.mostAtOnce() > 1) {
                root.attribute("foreshock.cache.concurrent_loads", (long) use.mostAtOnce());
            }
        }
    }
}
