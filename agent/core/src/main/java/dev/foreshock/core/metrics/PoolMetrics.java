// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.PoolNumbers;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.util.ArrayList;
import java.util.List;

/** What connection pools say of themselves, asked when metrics are collected. Belongs to the collecting thread. */
final class PoolMetrics {
    static final String NAME = "db.client.connection.pool.name";
    private static final String STATE = "db.client.connection.state";

    private final Interval interval;
    private final List<LongPointData> count = new ArrayList<>();
    private final List<LongPointData> max = new ArrayList<>();
    private final List<LongPointData> idleMax = new ArrayList<>();
    private final List<LongPointData> idleMin = new ArrayList<>();
    private final List<LongPointData> pending = new ArrayList<>();

    private PoolMetrics(Interval interval) {
        this.interval = interval;
    }

    /** Adds one metric for each number that some pool tells. */
    static void collect(Interval interval, List<MetricData> exported) {
        List<ConnectionPool> pools = ConnectionPools.all();
        if (!pools.isEmpty()) {
            PoolMetrics metrics = new PoolMetrics(interval);
            for (ConnectionPool pool : pools) {
                // Pools that share a name would overwrite each other's numbers.
                if (pool.isNamed() && !pool.name().equals(ConnectionPools.OTHER)) {
                    PoolNumbers numbers = pool.read();
                    if (numbers != null) {
                        metrics.add(pool.name(), numbers);
                    }
                }
            }
            metrics.export(exported);
        }
    }

    private void add(String name, PoolNumbers numbers) {
        Attributes pool = Attributes.builder().put(NAME, name).build();
        add(count, numbers.used, pool.toBuilder().put(STATE, "used").build());
        add(count, numbers.idle, pool.toBuilder().put(STATE, "idle").build());
        add(pending, numbers.pending, pool);
        add(idleMin, numbers.idleMin, pool);
        add(max, numbers.max, pool);
        add(idleMax, numbers.idleMax, pool);
    }

    private void add(List<LongPointData> points, int value, Attributes attributes) {
        // No limit is no number.
        if (value >= 0) {
            points.add(LongPointData.create(interval.startEpochNanos(), interval.epochNanos(), attributes, value));
        }
    }

    private void export(List<MetricData> exported) {
        export(
                exported,
                "db.client.connection.count",
                "{connection}",
                "Connections of the pool, by what they are doing.",
                count);
        export(exported, "db.client.connection.max", "{connection}", "The greatest number of connections.", max);
        export(
                exported,
                "db.client.connection.idle.max",
                "{connection}",
                "The greatest number of idle connections that the pool keeps.",
                idleMax);
        export(
                exported,
                "db.client.connection.idle.min",
                "{connection}",
                "The number of idle connections that the pool tries to keep.",
                idleMin);
        export(
                exported,
                "db.client.connection.pending_requests",
                "{request}",
                "Threads that wait for a connection of the pool.",
                pending);
    }

    private void export(
            List<MetricData> exported, String name, String unit, String description, List<LongPointData> points) {
        if (!points.isEmpty()) {
            exported.add(new ExportedMetric(
                    interval.resource(),
                    interval.scope(),
                    name,
                    description,
                    unit,
                    MetricDataType.LONG_SUM,
                    SumData.createLongSumData(false, AggregationTemporality.CUMULATIVE, points)));
        }
    }
}
