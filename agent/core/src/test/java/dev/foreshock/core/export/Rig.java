// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An exporter with its surroundings, and the traces it is fed with. */
final class Rig implements AutoCloseable {
    static final Target ORDERS = new Target("postgresql", "db.example", 5432, "shop");
    static final Shape SELECT = new Shape(
            42, "select * from items where id = ?", "SELECT items", "SELECT", List.of("items"), 0, 0, Shape.READS);
    // In the packed agent the SDK's warnings are details; here they would fill the build's output.
    private static final Logger SDK = Logger.getLogger("io.opentelemetry");
    private static long nextId = 1;

    static {
        SDK.setLevel(Level.OFF);
    }

    final Map<String, String> environment = new HashMap<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final Map<String, Long> dropped = new ConcurrentHashMap<>();
    volatile List<MetricData> metrics = List.of();
    /** How many collections hold something back. */
    volatile int holdingBack;

    private Exporter exporter;

    Rig() {
        environment.put("OTEL_BSP_SCHEDULE_DELAY", "20");
        environment.put("OTEL_METRIC_EXPORT_INTERVAL", "3600000");
    }

    Rig with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Rig to(Collector collector) {
        return with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
    }

    Settings settings() {
        return Settings.of(environment::get, property -> null, lines::add);
    }

    Exporter exporter() {
        if (exporter == null) {
            exporter = new Exporter(
                    settings(), new Source(), (reason, count) -> dropped.merge(reason, count, Long::sum), lines::add);
        }
        return exporter;
    }

    Rig start() {
        exporter().start();
        return this;
    }

    long dropped(String reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    @Override
    public void close() {
        exporter().shutdown(Duration.ofSeconds(2).toNanos());
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        await(Duration.ofSeconds(20), condition, otherwise);
    }

    static void await(Duration longest, BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    static synchronized long id() {
        return nextId++;
    }

    static LocalTrace request(String route) {
        return request(route, null, 0, true);
    }

    static LocalTrace request(String route, String traceState, long remoteParent, boolean sampled) {
        long now = System.nanoTime();
        LocalTrace unit = new LocalTrace(
                0x0AF7651916CD43DDL,
                0x8448EB211C80319CL,
                remoteParent,
                sampled,
                traceState,
                null,
                Kind.REQUEST,
                id(),
                now,
                System.currentTimeMillis() * 1_000_000L - now);
        unit.method("GET");
        unit.route(route);
        return unit;
    }

    static Operation call(LocalTrace unit, Operation parent, Kind kind, long durationNanos) {
        Operation operation =
                new Operation(unit, parent, kind, id(), unit.root().startNanos() + 1_000);
        operation.close(operation.startNanos() + durationNanos);
        return operation;
    }

    static Operation query(LocalTrace unit, long durationNanos) {
        return query(unit, unit.root(), durationNanos);
    }

    static Operation query(LocalTrace unit, Operation parent, long durationNanos) {
        Operation operation = call(unit, parent, Kind.DATABASE, durationNanos);
        operation.shape(SELECT);
        operation.target(ORDERS);
        return operation;
    }

    static void add(LocalTrace unit, Operation operation) {
        unit.lock();
        try {
            unit.add(operation, unit.recorded() < LocalTrace.MAX_OPERATIONS);
        } finally {
            unit.unlock();
        }
    }

    static LocalTrace end(LocalTrace unit) {
        unit.root().close(unit.root().startNanos() + 5_000_000);
        unit.freeze();
        unit.decide(true);
        return unit;
    }

    /** A request with one query. */
    static LocalTrace simple(String route) {
        LocalTrace unit = request(route);
        add(unit, query(unit, 1_000_000));
        return end(unit);
    }

    static List<LocalTrace> simples(String route, int count) {
        List<LocalTrace> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            units.add(simple(route));
        }
        return units;
    }

    static Finding finding(Operation exemplar) {
        CallSite site = new CallSite("shop.OrderService", "total", "OrderService.java", 42, List.of("hibernate"), 7);
        return new Finding(
                "n_plus_one",
                Severity.CRITICAL,
                Confidence.HIGH,
                "GET /orders",
                SELECT.text(),
                SELECT,
                ORDERS,
                site,
                200,
                1_500_000_000L,
                1_600_000_000L,
                0.8,
                "200 queries where one would do, at OrderService.java:42",
                "Use a join fetch.",
                exemplar,
                0xABCL);
    }

    private final class Source implements MetricSource {
        private boolean heldBack;

        @Override
        public List<MetricData> collect(Resource resource, InstrumentationScopeInfo scope) {
            heldBack = holdingBack > 0;
            holdingBack = Math.max(0, holdingBack - 1);
            return metrics;
        }

        @Override
        public boolean isHoldingBack() {
            return heldBack;
        }
    }
}
