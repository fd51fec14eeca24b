// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedMetric.Point;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.harness.RedisServer;
import dev.foreshock.tests.LibraryApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every connection pool: what it says of itself, who waited for it, and that nothing else changes. */
class PoolContractTest {
    private static final String NAME = "db.client.connection.pool.name";
    private static final String STATE = "db.client.connection.state";
    private static final String WAIT = "foreshock.pool.wait_seconds";
    private static final int PLAIN_CALLS = 20;

    /**
     * {@code app} is the class in {@code apps}, {@code name} what the first pool is called; {@code idleMin} -1 where the pool
     * knows none.
     */
    record Pool(String library, String version, String app, String name, int idleMin) {
        boolean isRedis() {
            return app.equals("JedisPoolApp") || app.equals("LettucePoolApp");
        }

        boolean isMongo() {
            return app.equals("MongoPoolApp");
        }

        String operation() {
            return isRedis() ? "GET" : isMongo() ? "find" : "SELECT";
        }

        @Override
        public String toString() {
            return app + " " + version;
        }
    }

    static Stream<Pool> pools() {
        return Stream.of(
                        new Pool("hikaricp", "floor", "HikariPoolApp", "orders", 1),
                        new Pool("hikaricp", "5.1", "HikariPoolApp", "orders", 1),
                        new Pool("hikaricp", "latest", "HikariPoolApp", "orders", 1),
                        new Pool("tomcat-jdbc", "floor", "TomcatPoolApp", "orders", 1),
                        new Pool("tomcat-jdbc", "9", "TomcatPoolApp", "orders", 1),
                        new Pool("tomcat-jdbc", "latest", "TomcatPoolApp", "orders", 1),
                        new Pool("dbcp2", "floor", "DbcpPoolApp", "dbcp2:h2database/orders", 1),
                        new Pool("dbcp2", "2.9", "DbcpPoolApp", "dbcp2:h2database/orders", 1),
                        new Pool("dbcp2", "latest", "DbcpPoolApp", "dbcp2:h2database/orders", 1),
                        new Pool("c3p0", "floor", "C3p0PoolApp", "orders", 1),
                        new Pool("c3p0", "0.9", "C3p0PoolApp", "orders", 1),
                        new Pool("c3p0", "latest", "C3p0PoolApp", "orders", 1),
                        new Pool("jedis", "floor", "JedisPoolApp", "jedis:redis:localhost:", 0),
                        new Pool("jedis", "4.4", "JedisPoolApp", "jedis:redis:localhost:", 0),
                        new Pool("jedis", "latest", "JedisPoolApp", "jedis:redis:localhost:", 0),
                        new Pool("lettuce-pool", "floor", "LettucePoolApp", "lettuce", 0),
                        new Pool("lettuce-pool", "latest", "LettucePoolApp", "lettuce", 0),
                        new Pool("mongodb", "floor", "MongoPoolApp", "mongodb:localhost:", 0),
                        new Pool("mongodb", "4.11", "MongoPoolApp", "mongodb:localhost:", 0),
                        new Pool("mongodb", "latest", "MongoPoolApp", "mongodb:localhost:", 0))
                .filter(pool -> Libraries.has(pool.library, pool.version));
    }

    private OtlpReceiver receiver;
    private int port;
    private int traces;
    private String name;
    private String second;

    @ParameterizedTest
    @MethodSource("pools")
    void tells_how_it_is_used_and_who_waited_for_it(Pool pool) throws Exception {
        try (RedisServer redis = pool.isRedis() ? RedisServer.start() : null;
                ForkedJvm mongo = pool.isMongo() ? mongo() : null;
                OtlpReceiver otlp = OtlpReceiver.start()) {
            String server = redis != null ? "" + redis.port() : mongo != null ? "" + mongo.awaitReady() : null;
            try (ForkedJvm jvm = app(pool, server).exportTo(otlp).start()) {
                receiver = otlp;
                port = jvm.awaitReady();
                name = server == null || !pool.name.endsWith(":")
                        ? pool.name
                        : pool.name + server + (pool.isRedis() ? "/0" : "");
                second = name + "-2";
                contract(pool);
                jvm.finish().assertClean();
                assertFalse(receiver.sawText("canary"), receiver::describe);
            }
        }
    }

    private void contract(Pool pool) throws Exception {

        assertEquals("done", perform("plain"));
        assertEquals("done", perform("twin"));
        durations();
        gauges(pool);
        creation(pool);
        plain(pool);
        waiting(pool);
        timeout();
        if (pool.isMongo()) {
            closed();
        }
    }

    private static ForkedJvm mongo() throws Exception {
        return LibraryApp.of("mongodb-server", "1.47", "MongoServerApp")
                .jvm()
                .withoutAgent()
                .start();
    }

    private static JvmBuilder app(Pool pool, String server) throws Exception {
        JvmBuilder builder = server != null
                ? LibraryApp.of(pool.library, pool.version, pool.app, "PoolApp").jvm()
                : LibraryApp.of(pool.library, pool.version, pool.app, "JdbcPoolApp", "PoolApp")
                        .jvm()
                        .library("h2", "latest");
        return builder.systemProperty("com.mchange.v2.log.MLog", "com.mchange.v2.log.FallbackMLog")
                .systemProperty("com.mchange.v2.log.FallbackMLog.DEFAULT_CUTOFF_LEVEL", "OFF")
                .environment("OTEL_METRIC_EXPORT_INTERVAL", "100")
                // A held connection of MongoDB's driver is a command that takes long.
                .environment("FORESHOCK_SLOW_QUERY_MS", "60000")
                .arguments(server == null ? "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1" : server);
    }

    private String trace() {
        return String.format("4bf92f3577b34da6a3ce929d%08x", traces);
    }

    private String perform(String what) throws IOException, InterruptedException {
        traces++;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/case/" + what))
                .header("traceparent", "00-" + trace() + "-00f067aa0ba902b7-01")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private ReceivedSpan root() {
        String trace = trace();
        return receiver.awaitSpan(
                span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
    }

    private List<ReceivedSpan> inLast(Predicate<ReceivedSpan> wanted) {
        String trace = trace();
        return receiver.spans(span -> span.traceId().equals(trace) && wanted.test(span));
    }

    private void awaitPoint(String metric, Predicate<Point> wanted) {
        receiver.awaitMetric(each -> each.name().equals(metric) && each.hasPoint(wanted));
    }

    private void durations() {
        for (String metric : List.of("db.client.connection.wait_time", "db.client.connection.use_time")) {
            ReceivedMetric received = receiver.awaitMetric(each -> each.name().equals(metric)
                    && each.hasPoint(point -> name.equals(point.attribute(NAME)) && point.count() == 1)
                    && each.hasPoint(point -> second.equals(point.attribute(NAME)) && point.count() == 1));
            assertEquals(ReceivedMetric.Type.HISTOGRAM, received.type());
            assertEquals("s", received.unit());
        }
    }

    /** The very first connection of c3p0 may be open before its pool is known; Lettuce's are not recorded. */
    private void creation(Pool pool) {
        if (!pool.app.equals("LettucePoolApp")) {
            awaitPoint("db.client.connection.create_time", point -> name.equals(point.attribute(NAME)));
            if (!pool.app.equals("C3p0PoolApp")) {
                awaitPoint("db.client.connection.create_time", point -> second.equals(point.attribute(NAME)));
            }
        }
    }

    private void gauges(Pool pool) throws Exception {
        awaitPoint("db.client.connection.max", point -> name.equals(point.attribute(NAME)) && point.value() == 2);
        awaitPoint(
                "db.client.connection.idle.min",
                point -> name.equals(point.attribute(NAME)) && point.value() == pool.idleMin);
        awaitPoint("db.client.connection.timeouts", point -> name.equals(point.attribute(NAME)) && point.value() == 0);
        assertEquals("done", perform("hold"));
        receiver.clear();
        awaitCount("used", 2);
        awaitCount("idle", 0);
        receiver.clear();
        assertEquals("done", perform("release"));
        awaitCount("used", 0);
        ReceivedMetric count = receiver.awaitMetric(each -> each.name().equals("db.client.connection.count"));
        assertEquals(ReceivedMetric.Type.SUM, count.type());
        assertEquals("{connection}", count.unit());
        // The second pool has numbers of its own.
        awaitPoint(
                "db.client.connection.count",
                point -> second.equals(point.attribute(NAME)) && "used".equals(point.attribute(STATE)));
    }

    private void awaitCount(String state, int value) {
        awaitPoint(
                "db.client.connection.count",
                point -> name.equals(point.attribute(NAME))
                        && state.equals(point.attribute(STATE))
                        && point.value() == value);
    }

    /** Of some borrows that need not wait, one is sure not to be held up by the machine. */
    private void plain(Pool pool) throws Exception {
        for (int i = 0; i < PLAIN_CALLS; i++) {
            assertEquals("done", perform("plain"));
            ReceivedSpan root = root();
            List<ReceivedSpan> calls = inLast(span -> span.kind().equals("CLIENT"));
            assertEquals(1, calls.size(), calls::toString);
            assertTrue(calls.get(0).isChildOf(root), calls::toString);
            assertTrue(calls.get(0).name().startsWith(pool.operation()), calls::toString);
            if (root.attribute(WAIT) == null) {
                assertNull(calls.get(0).attribute(WAIT), calls::toString);
                return;
            }
        }
        throw new AssertionError("each of " + PLAIN_CALLS + " borrows had to wait");
    }

    private void waiting(Pool pool) throws Exception {
        assertEquals("done", perform("wait"));
        ReceivedSpan root = root();
        List<ReceivedSpan> calls = inLast(
                span -> span.name().startsWith(pool.operation()) && span.kind().equals("CLIENT"));
        assertEquals(1, calls.size(), calls::toString);
        ReceivedSpan call = calls.get(0);
        assertNotNull(call.attribute(WAIT), call::toString);
        double waited = (double) call.attribute(WAIT);
        assertTrue(waited >= 0.001 && waited < 1, call::toString);
        assertEquals(name, call.attribute(NAME), call::toString);
        assertTrue((double) root.attribute(WAIT) >= waited, root::toString);
        assertTrue(inLast(span -> span.name().equals("wait for connection")).isEmpty());
    }

    private void timeout() throws Exception {
        receiver.clear();
        assertNotEquals("done", perform("timeout"));
        ReceivedSpan root = root();
        List<ReceivedSpan> waits = inLast(span -> span.name().equals("wait for connection"));
        assertEquals(1, waits.size(), waits::toString);
        ReceivedSpan wait = waits.get(0);
        assertEquals("INTERNAL", wait.kind());
        assertEquals("ERROR", wait.statusCode(), wait::toString);
        assertTrue(wait.isChildOf(root), wait::toString);
        assertNotNull(wait.attribute("error.type"), wait::toString);
        assertEquals(name, wait.attribute(NAME), wait::toString);
        assertTrue(wait.durationNanos() >= 900_000_000L, wait::toString);
        assertTrue((double) root.attribute(WAIT) >= 0.9, root::toString);
        assertTrue(inLast(span -> span.kind().equals("CLIENT")).isEmpty());
        awaitPoint("db.client.connection.timeouts", point -> name.equals(point.attribute(NAME)) && point.value() == 1);
        awaitPoint(
                "db.client.connection.pending_requests",
                point -> name.equals(point.attribute(NAME)) && point.value() == 1);
    }

    /** The one that has been closed is told no more, the other one still is. */
    private void closed() throws Exception {
        assertEquals("done", perform("close"));
        receiver.clear();
        receiver.awaitMetric(each -> each.name().equals("db.client.connection.count")
                && each.hasPoint(point -> name.equals(point.attribute(NAME)))
                && !each.hasPoint(point -> second.equals(point.attribute(NAME))));
    }
}
