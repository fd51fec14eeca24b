// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.core.log.Log;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM says of itself: the stable metrics {@code jvm.*} of the OpenTelemetry semantic conventions 1.44. Belongs to the
 * collecting thread.
 *
 * <p>Threads and CPU come from {@code java.base}. The rest needs the module {@code java.management}, whose first use loads 350
 * to 400 classes and takes 40 to 90 ms of CPU, so it is left alone until the first collection that is due; in a JVM that has
 * no such module these metrics are missing.
 */
final class JvmMetrics {
    private final Histograms histograms;
    private final boolean delta;
    private @Nullable JvmPoints points;
    private @Nullable JvmBeans beans;
    private boolean beansMissing;
    private long cpuNanosBefore;
    private long readNanosBefore;

    /**
     * @param histograms take the durations of collections
     * @param delta whether counters are exported as what came since the last collection
     */
    JvmMetrics(Histograms histograms, boolean delta) {
        this.histograms = histograms;
        this.delta = delta;
    }

    void collect(Interval interval, List<MetricData> exported) {
        JvmPoints taking = points;
        if (taking == null) {
            taking = points = new JvmPoints(delta, interval, exported);
        }
        taking.begin(interval, exported);
        threads(taking);
        cpu(taking);
        if (beansMissing) {
            return;
        }
        try {
            JvmBeans reading = beans;
            if (reading == null) {
                reading = beans = new JvmBeans(histograms);
            }
            reading.collect(taking);
        } catch (LinkageError | RuntimeException e) {
            beansMissing = true;
            Log.of("metrics")
                    .info(
                            "No metrics of memory, classes and garbage collection: this JVM does not tell ({})",
                            e.toString());
        }
    }

    /** By state, without virtual threads. Asks the threads themselves, which costs less than the JVM's own beans. */
    private static void threads(JvmPoints points) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup above = root.getParent(); above != null; above = above.getParent()) {
            root = above;
        }
        Thread[] threads = new Thread[root.activeCount() + 32];
        int found = root.enumerate(threads);
        Map<String, Integer> daemons = new TreeMap<>();
        Map<String, Integer> others = new TreeMap<>();
        for (int i = 0; i < found; i++) {
            String state = threads[i].getState().name().toLowerCase(Locale.ROOT);
            (threads[i].isDaemon() ? daemons : others).merge(state, 1, Integer::sum);
        }
        daemons.forEach((state, count) -> points.add(count, threadAttributes(true, state)));
        others.forEach((state, count) -> points.add(count, threadAttributes(false, state)));
        points.level("jvm.thread.count", "{thread}", "Number of executing platform threads.");
    }

    private static Attributes threadAttributes(boolean daemon, String state) {
        return Attributes.builder()
                .put("jvm.thread.daemon", daemon)
                .put("jvm.thread.state", state)
                .build();
    }

    private void cpu(JvmPoints points) {
        int processors = Runtime.getRuntime().availableProcessors();
        points.add(processors, Attributes.empty());
        points.level("jvm.cpu.count", "{cpu}", "Number of processors available to the JVM.");
        ProcessHandle.Info process = ProcessHandle.current().info();
        Duration used = process.totalCpuDuration().orElse(null);
        if (used == null) {
            return;
        }
        points.seconds("jvm.cpu.time", "CPU time used by the process as reported by the operating system.", used);
        long now = System.nanoTime();
        long cpuNanos = used.toNanos();
        Instant started = process.startInstant().orElse(null);
        long since = readNanosBefore != 0
                ? now - readNanosBefore
                : started == null ? 0 : Duration.between(started, Instant.now()).toNanos();
        if (since > 0) {
            double utilization = (cpuNanos - cpuNanosBefore) / (double) since / processors;
            points.ratio(
                    "jvm.cpu.recent_utilization",
                    "Part of the processors' time that the process has used since the last export.",
                    Math.max(0, Math.min(1, utilization)));
        }
        readNanosBefore = now;
        cpuNanosBefore = cpuNanos;
    }
}
