// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import java.util.List;

/**
 * One exported histogram: its name, unit, attributes and bounds. Names, units and bounds of {@code db.*}, {@code http.*},
 * {@code rpc.*}, {@code messaging.*} and {@code jvm.*} are those of the OpenTelemetry semantic conventions 1.44.
 *
 * <p>Histograms of the unit of work, of the agent's own: {@code foreshock.unit.duration} for units that have no conventional
 * one, and {@code foreshock.unit.statements}, {@code .rows}, {@code .calls} and {@code .failures}: database statements executed,
 * rows read or changed by them, other outbound calls, and operations that failed, each counted per unit.
 */
final class HistogramMetric {
    private static final double[] DATABASE_BOUNDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};
    private static final double[] REQUEST_BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
    };
    private static final double[] COLLECTION_BOUNDS = {0.01, 0.1, 1, 10};
    /** Fine where an N+1 begins. */
    private static final double[] CALL_BOUNDS = {0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000};

    private static final double[] ROW_BOUNDS = {0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    static final HistogramMetric DATABASE = seconds(
            "db.client.operation.duration",
            "Duration of database client operations.",
            DATABASE_BOUNDS,
            "db.system.name",
            "db.namespace",
            "db.operation.name",
            "db.collection.name",
            "db.query.summary",
            "server.address",
            "server.port",
            "db.response.status_code",
            "error.type");

    static final HistogramMetric CONNECT = seconds(
            "db.client.connection.create_time",
            "The time it took to create a new connection.",
            DATABASE_BOUNDS,
            "db.client.connection.pool.name",
            "db.system.name",
            "server.address",
            "server.port",
            "error.type");

    static final HistogramMetric POOL_WAIT = seconds(
            "db.client.connection.wait_time",
            "The time it took to obtain an open connection from the pool.",
            DATABASE_BOUNDS,
            "db.client.connection.pool.name");

    static final HistogramMetric POOL_USE = seconds(
            "db.client.connection.use_time",
            "The time between borrowing a connection and returning it to the pool.",
            DATABASE_BOUNDS,
            "db.client.connection.pool.name");

    static final HistogramMetric HTTP_CLIENT = seconds(
            "http.client.request.duration",
            "Duration of HTTP client requests.",
            REQUEST_BOUNDS,
            "http.request.method",
            "server.address",
            "server.port",
            "http.response.status_code",
            "error.type");

    static final HistogramMetric RPC_CLIENT = seconds(
            "rpc.client.call.duration",
            "Measures the duration of outbound remote procedure calls.",
            REQUEST_BOUNDS,
            "rpc.system.name",
            "rpc.method",
            "server.address",
            "server.port",
            "rpc.response.status_code",
            "error.type");

    static final HistogramMetric MESSAGING_CLIENT = seconds(
            "messaging.client.operation.duration",
            "Duration of messaging operation initiated by a producer or consumer client.",
            REQUEST_BOUNDS,
            "messaging.system",
            "messaging.operation.name",
            "messaging.destination.name",
            "server.address",
            "server.port",
            "error.type");

    static final HistogramMetric HTTP_SERVER = seconds(
            "http.server.request.duration",
            "Duration of HTTP server requests.",
            REQUEST_BOUNDS,
            "http.request.method",
            "url.scheme",
            "http.route",
            "http.response.status_code",
            "error.type");

    static final HistogramMetric RPC_SERVER = seconds(
            "rpc.server.call.duration",
            "Measures the duration of inbound remote procedure calls.",
            REQUEST_BOUNDS,
            "rpc.system.name",
            "rpc.method",
            "rpc.response.status_code",
            "error.type");

    static final HistogramMetric MESSAGING_PROCESS = seconds(
            "messaging.process.duration",
            "Duration of processing operation.",
            REQUEST_BOUNDS,
            "messaging.system",
            "messaging.operation.name",
            "messaging.destination.name",
            "error.type");

    static final HistogramMetric UNIT_DURATION = seconds(
            "foreshock.unit.duration",
            "Duration of jobs and invocations.",
            REQUEST_BOUNDS,
            "foreshock.unit.kind",
            "foreshock.unit.name",
            "error.type");

    static final HistogramMetric UNIT_STATEMENTS = perUnit(
            "foreshock.unit.statements",
            "{statement}",
            "Database statements executed by one unit of work.",
            CALL_BOUNDS);

    static final HistogramMetric UNIT_ROWS =
            perUnit("foreshock.unit.rows", "{row}", "Database rows read or changed by one unit of work.", ROW_BOUNDS);

    static final HistogramMetric UNIT_CALLS = perUnit(
            "foreshock.unit.calls",
            "{call}",
            "Outbound calls of one unit of work other than database statements.",
            CALL_BOUNDS);

    static final HistogramMetric UNIT_FAILURES = perUnit(
            "foreshock.unit.failures", "{operation}", "Failed operations within one unit of work.", CALL_BOUNDS);

    static final HistogramMetric CACHE_LOAD = seconds(
            "foreshock.cache.load.duration",
            "The time it took to make a value that a cache has not had.",
            REQUEST_BOUNDS,
            "foreshock.cache.name");

    static final HistogramMetric JVM_GC = seconds(
            "jvm.gc.duration",
            "Duration of JVM garbage collection actions.",
            COLLECTION_BOUNDS,
            "jvm.gc.name",
            "jvm.gc.action");

    static final HistogramMetric COLD_START = seconds(
            "foreshock.cold_start.duration",
            "Duration of the first unit of work of a process, and of the first request after idleness.",
            REQUEST_BOUNDS,
            "foreshock.cold_start.kind");

    static final List<HistogramMetric> ALL = List.of(
            DATABASE,
            CONNECT,
            POOL_WAIT,
            POOL_USE,
            HTTP_CLIENT,
            RPC_CLIENT,
            MESSAGING_CLIENT,
            HTTP_SERVER,
            RPC_SERVER,
            MESSAGING_PROCESS,
            UNIT_DURATION,
            UNIT_STATEMENTS,
            UNIT_ROWS,
            UNIT_CALLS,
            UNIT_FAILURES,
            CACHE_LOAD,
            JVM_GC,
            COLD_START);

    final String name;
    final String unit;
    final String description;
    final double[] bounds;
    final String[] attributes;
    /** Whether durations are recorded, in microseconds, and exported in seconds; else counts, recorded as they are. */
    final boolean timed;

    private HistogramMetric(
            String name, String unit, String description, boolean timed, double[] bounds, String... attributes) {
        this.name = name;
        this.unit = unit;
        this.description = description;
        this.timed = timed;
        this.bounds = bounds;
        this.attributes = attributes;
    }

    private static HistogramMetric seconds(String name, String description, double[] bounds, String... attributes) {
        return new HistogramMetric(name, "s", description, true, bounds, attributes);
    }

    private static HistogramMetric perUnit(String name, String unit, String description, double[] bounds) {
        return new HistogramMetric(
                name,
                unit,
                description,
                false,
                bounds,
                "foreshock.unit.kind",
                "foreshock.unit.name",
                "http.request.method",
                "http.route");
    }

    /** How many recorded units make one exported unit. */
    double unitsPerOne() {
        return timed ? 1e6 : 1;
    }
}
