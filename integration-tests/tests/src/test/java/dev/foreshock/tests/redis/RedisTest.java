// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.harness.RedisServer;
import dev.foreshock.tests.LibraryApp;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every client of Redis: a command on the wire is one operation, and no key or value leaves the process. */
class RedisTest {
    /** What {@code FORESHOCK_NPLUSONE_CONFIRM} is set to: a finding at once. */
    private static final String AT_ONCE = "1";

    /** {@code app} is the class in {@code apps}. */
    record Client(String library, String version, String app) {
        @Override
        public String toString() {
            return app + " " + version;
        }
    }

    static Stream<Client> clients() {
        return Stream.of(
                        new Client("jedis", "floor", "JedisApp"),
                        new Client("jedis", "4.4", "JedisApp"),
                        new Client("jedis", "latest", "JedisApp"),
                        new Client("lettuce", "floor", "LettuceApp"),
                        new Client("lettuce", "6.3", "LettuceApp"),
                        new Client("lettuce", "latest", "LettuceApp"),
                        new Client("redisson", "floor", "RedissonApp"),
                        new Client("redisson", "3.37", "RedissonApp"),
                        new Client("redisson", "latest", "RedissonApp"))
                .filter(client -> Libraries.has(client.library, client.version));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void records_one_operation_for_each_command(Client client) throws Exception {
        try (RedisServer server = RedisServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client, server.port(), server.port())
                        .exportTo(receiver)
                        .start()) {
            RedisCalls calls = new RedisCalls(jvm.awaitReady(), receiver);

            List<ReceivedSpan> hit = calls.made("hit", 2);
            assertEquals("SET product:? ?", hit.get(0).attribute("db.query.text"));
            ReceivedSpan get = hit.get(1);
            assertEquals("GET", get.name());
            assertEquals("redis", get.attribute("db.system.name"));
            assertEquals("GET", get.attribute("db.operation.name"));
            assertEquals("GET product:?", get.attribute("db.query.text"));
            assertEquals("0", get.attribute("db.namespace"));
            assertEquals("localhost", get.attribute("server.address"));
            assertEquals((long) server.port(), get.attribute("server.port"));
            assertEquals(true, get.attribute("foreshock.cache.hit"));
            assertNull(get.attribute("error.type"));
            assertTrue(get.scope().name().startsWith("dev.foreshock."), get::toString);
            assertEquals(false, calls.one("miss").attribute("foreshock.cache.hit"));

            ReceivedSpan mget = calls.one("mget");
            assertEquals("MGET product:?", mget.attribute("db.query.text"));
            assertEquals(false, mget.attribute("foreshock.cache.hit"), mget::toString);
            assertEquals(2L, mget.attribute("foreshock.cache.misses"), mget::toString);
            ReceivedSpan range = calls.made("list", 2).get(1);
            assertEquals(1L, range.attribute("foreshock.rows"), range::toString);

            ReceivedSpan error = calls.failing("error", 2).get(1);
            assertEquals("WRONGTYPE", error.attribute("error.type"), error::toString);
            assertEquals("WRONGTYPE", error.attribute("db.response.status_code"), error::toString);

            ReceivedSpan pipeline = calls.one("pipeline");
            assertEquals("PIPELINE GET", pipeline.attribute("db.operation.name"), pipeline::toString);
            assertEquals("PIPELINE GET product:?", pipeline.attribute("db.query.text"), pipeline::toString);
            assertEquals(20L, pipeline.attribute("db.operation.batch.size"), pipeline::toString);
            ReceivedSpan transaction = calls.one("transaction");
            assertEquals("MULTI SET", transaction.attribute("db.operation.name"), transaction::toString);
            assertEquals(3L, transaction.attribute("db.operation.batch.size"), transaction::toString);
            assertNull(transaction.attribute("error.type"), transaction::toString);

            List<ReceivedSpan> database = calls.made("database", "GET");
            assertEquals(1, database.size(), database::toString);
            assertEquals("3", database.get(0).attribute("db.namespace"), database::toString);
            assertEquals(1, calls.made("await", "BLPOP").size());
            List<ReceivedSpan> publish = calls.made("subscribe", "PUBLISH");
            assertEquals("PUBLISH ?", publish.get(0).attribute("db.query.text"), publish::toString);

            List<ReceivedSpan> late = calls.failing("late", "GET");
            assertEquals(1, late.size(), late::toString);
            assertNotNull(late.get(0).attribute("error.type"), late::toString);
            assertNull(late.get(0).attribute("db.response.status_code"), late::toString);
            if (client.library.equals("jedis")) {
                calls.refused();
            }

            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration")
                    && metric.hasPoint(point -> "redis".equals(point.attribute("db.system.name"))
                            && "GET".equals(point.attribute("db.operation.name"))));
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void finds_gets_in_a_loop_and_none_of_what_looks_alike(Client client) throws Exception {
        try (RedisServer server = RedisServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client, server.port(), server.port())
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", AT_ONCE)
                        .expectStderr("n_plus_one \\((warning|critical)\\): GET ")
                        .expectStderr("redundant_query \\((warning|critical)\\): GET ")
                        .exportTo(receiver)
                        .start()) {
            RedisCalls calls = new RedisCalls(jvm.awaitReady(), receiver);
            calls.perform("hit");
            calls.perform("pipelines");
            calls.perform("mgets");
            calls.perform("await");
            calls.perform("same");
            ReceivedLog redundant = receiver.awaitFinding("redundant_query");
            assertTrue(redundant.body().contains("GET product:? 12 times"), redundant::toString);
            calls.perform("loop");
            ReceivedLog loop = receiver.awaitFinding("n_plus_one");
            assertTrue(loop.body().contains("the same GET product:? 50 times"), loop::toString);
            assertTrue(loop.body().contains("MGET") || loop.toString().contains("MGET"), loop::toString);
            assertEquals(client.app + ".java", loop.attribute("code.file.path"), loop::toString);
            assertEquals(lineOf(client.app, "// read"), loop.attribute("code.line.number"), loop::toString);
            assertTrue(loop.body().contains("called by RedisApp"), loop::toString);
            jvm.finish().assertClean();
            assertEquals(
                    2, receiver.findings().size(), () -> receiver.findings().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void lets_no_key_value_or_password_out(Client client) throws Exception {
        try (RedisServer server = RedisServer.start();
                RedisServer guarded = RedisServer.start("--requirepass", "canary-password");
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client, server.port(), guarded.port())
                        .agentArguments("diagnose")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            RedisCalls calls = new RedisCalls(jvm.awaitReady(), receiver);
            assertEquals("done", calls.perform("secrets"));
            assertEquals("GET user:?", calls.ofLast("GET").get(3).attribute("db.query.text"));
            JvmExit exit = jvm.finish();
            for (String secret : List.of("canary", "alice", "example.com")) {
                assertFalse(receiver.sawText(secret), () -> secret + " in " + receiver.describe());
                assertFalse(String.join("\n", exit.stderr()).contains(secret), exit::describe);
            }
        }
    }

    private static long lineOf(String app, String marker) throws Exception {
        try (InputStream in = RedisTest.class.getResourceAsStream("/apps/" + app + ".java")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(marker)) {
                    return i + 1L;
                }
            }
        }
        throw new AssertionError("no " + marker + " in " + app);
    }

    static JvmBuilder app(Client client, int port, int guarded, String... more) throws Exception {
        List<String> sources = new ArrayList<>(List.of(client.app, "RedisApp"));
        sources.addAll(List.of(more));
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        return LibraryApp.of(client.library, client.version, sources.toArray(new String[0]))
                .jvm()
                .expectStderr("^SLF4J")
                .arguments(Integer.toString(port), Integer.toString(closed), Integer.toString(guarded));
    }
}
