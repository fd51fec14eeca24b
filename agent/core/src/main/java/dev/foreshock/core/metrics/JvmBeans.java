// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.api.common.Attributes;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * What only the beans of {@code java.lang.management} know: memory, classes, and each garbage collection.
 *
 * <p>Creates no MBean server and starts no thread. The JVM reports a collection on a thread of its own that it has anyway; a
 * report costs about 0.25 ms there. Each collection's own duration is worth that: a pause of a second among a hundred of ten
 * milliseconds cannot be told from totals.
 */
final class JvmBeans {
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
    private final Attributes[] poolAttributes = new Attributes[pools.size()];

    JvmBeans(Histograms histograms) {
        for (int i = 0; i < poolAttributes.length; i++) {
            MemoryPoolMXBean pool = pools.get(i);
            poolAttributes[i] = Attributes.builder()
                    .put("jvm.memory.pool.name", pool.getName())
                    .put("jvm.memory.type", pool.getType() == MemoryType.HEAP ? "heap" : "non_heap")
                    .build();
        }
        CollectionListener listener = new CollectionListener(histograms);
        for (GarbageCollectorMXBean collector : JvmTotals.collectors()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
            }
        }
    }

    void collect(JvmPoints points) {
        int count = poolAttributes.length;
        MemoryUsage[] usages = new MemoryUsage[count];
        MemoryUsage[] afterCollection = new MemoryUsage[count];
        for (int i = 0; i < count; i++) {
            usages[i] = pools.get(i).getUsage();
            afterCollection[i] = pools.get(i).getCollectionUsage();
        }
        for (int i = 0; i < count; i++) {
            add(points, i, usages[i] == null ? -1 : usages[i].getUsed());
        }
        points.level("jvm.memory.used", "By", "Measure of memory used.");
        for (int i = 0; i < count; i++) {
            add(points, i, usages[i] == null ? -1 : usages[i].getCommitted());
        }
        points.level("jvm.memory.committed", "By", "Measure of memory committed.");
        for (int i = 0; i < count; i++) {
            add(points, i, usages[i] == null ? -1 : usages[i].getMax());
        }
        points.level("jvm.memory.limit", "By", "Measure of max obtainable memory.");
        for (int i = 0; i < count; i++) {
            add(points, i, afterCollection[i] == null ? -1 : afterCollection[i].getUsed());
        }
        points.level(
                "jvm.memory.used_after_last_gc",
                "By",
                "Measure of memory used, as measured after the most recent garbage collection event on this pool.");
        long unloaded = JvmTotals.unloadedClasses();
        long loaded = JvmTotals.loadedClasses();
        points.counter("jvm.class.loaded", "{class}", "Number of classes loaded since JVM start.", loaded);
        points.counter("jvm.class.unloaded", "{class}", "Number of classes unloaded since JVM start.", unloaded);
        points.add(loaded - unloaded, Attributes.empty());
        points.level("jvm.class.count", "{class}", "Number of classes currently loaded.");
    }

    /** Below 0 stands for what a pool does not tell, or does not limit. */
    private void add(JvmPoints points, int pool, long bytes) {
        if (bytes >= 0) {
            points.add(bytes, poolAttributes[pool]);
        }
    }

    /** Called by the JVM after each collection. Reads the open data as it is, without the classes of the JVM's vendor. */
    private static final class CollectionListener implements NotificationListener {
        private static final String TYPE = "com.sun.management.gc.notification";

        private final Histograms histograms;

        CollectionListener(Histograms histograms) {
            this.histograms = histograms;
        }

        @Override
        public void handleNotification(Notification notification, @Nullable Object handback) {
            if (TYPE.equals(notification.getType())
                    && notification.getUserData() instanceof CompositeData data
                    && data.get("gcInfo") instanceof CompositeData info
                    && info.get("duration") instanceof Long millis) {
                histograms
                        .series(new SeriesKey(HistogramMetric.JVM_GC, data.get("gcName"), data.get("gcAction")))
                        .recordNanos(millis * 1_000_000);
            }
        }
    }
}
