// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM has done so far. For the clock thread alone: its first use loads the management classes, which takes some ten
 * milliseconds and must not happen before the application runs. All zeros in a JVM without the module java.management.
 */
final class JvmTotals {
    private static final @Nullable JvmTotals TOTALS = load();

    private final List<GarbageCollectorMXBean> collectors = new ArrayList<>();
    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    private JvmTotals() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            // What ZGC, Shenandoah and G1 do beside the application has a bean of its own.
            String name = collector.getName();
            if (!name.contains("Cycles") && !name.contains("Concurrent")) {
                collectors.add(collector);
            }
        }
    }

    private static @Nullable JvmTotals load() {
        try {
            return new JvmTotals();
        } catch (RuntimeException | LinkageError absent) {
            return null;
        }
    }

    /** How long garbage collectors have stopped the process, in milliseconds. */
    static long pauseMillis() {
        long sum = 0;
        if (TOTALS != null) {
            for (GarbageCollectorMXBean collector : TOTALS.collectors) {
                sum += Math.max(0, collector.getCollectionTime());
            }
        }
        return sum;
    }

    /** How long the JIT compiler has worked, in milliseconds; it works beside the application. */
    static long compilationMillis() {
        CompilationMXBean bean = TOTALS == null ? null : TOTALS.compiler;
        return bean == null || !bean.isCompilationTimeMonitoringSupported() ? 0 : bean.getTotalCompilationTime();
    }

    /** How many classes have been loaded. */
    static long loadedClasses() {
        return TOTALS == null ? 0 : TOTALS.classes.getTotalLoadedClassCount();
    }
}
