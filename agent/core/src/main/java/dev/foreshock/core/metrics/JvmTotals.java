// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM has done so far, by the beans that metrics and detectors share. For the agent's own threads: the first use loads
 * the management classes, which takes some ten milliseconds and must not happen before the application runs. All zeros in a JVM
 * without the module java.management.
 */
public final class JvmTotals {
    private static final @Nullable JvmTotals TOTALS = load();

    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final List<GarbageCollectorMXBean> stopping = new ArrayList<>();
    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    private JvmTotals() {
        for (GarbageCollectorMXBean collector : collectors) {
            // What ZGC, Shenandoah and G1 do beside the application has a bean of its own.
            String name = collector.getName();
            if (!name.contains("Cycles") && !name.contains("Concurrent")) {
                stopping.add(collector);
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
    public static long pauseMillis() {
        long sum = 0;
        if (TOTALS != null) {
            for (GarbageCollectorMXBean collector : TOTALS.stopping) {
                sum += Math.max(0, collector.getCollectionTime());
            }
        }
        return sum;
    }

    /** How long the JIT compiler has worked, in milliseconds; it works beside the application. */
    public static long compilationMillis() {
        CompilationMXBean bean = TOTALS == null ? null : TOTALS.compiler;
        return bean == null || !bean.isCompilationTimeMonitoringSupported() ? 0 : bean.getTotalCompilationTime();
    }

    /** How many classes have been loaded. */
    public static long loadedClasses() {
        return TOTALS == null ? 0 : TOTALS.classes.getTotalLoadedClassCount();
    }

    /** All garbage collectors, those included that work beside the application. */
    static List<GarbageCollectorMXBean> collectors() {
        return TOTALS == null ? List.of() : TOTALS.collectors;
    }

    /** How many classes have been unloaded. */
    static long unloadedClasses() {
        return TOTALS == null ? 0 : TOTALS.classes.getUnloadedClassCount();
    }
}
