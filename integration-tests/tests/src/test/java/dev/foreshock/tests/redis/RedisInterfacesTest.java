// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.harness.RedisServer;
import dev.foreshock.tests.redis.RedisTest.Client;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients and frameworks make of commands: futures, publishers, objects, templates. One command stays one operation. */
class RedisInterfacesTest {
    private static Stream<Client> of(String library, String app, String... versions) {
        return Stream.of(versions)
                .filter(version -> Libraries.has(library, version))
                .map(version -> new Client(library, version, app));
    }

    static Stream<Client> lettuce() {
        return of("lettuce", "LettuceApp", "floor", "6.3", "latest");
    }

    @ParameterizedTest
    @MethodSource("lettuce")
    void follows_futures_and_publishers_to_other_threads(Client client) throws Exception {
        try (RedisServer server = RedisServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = RedisTest.app(client, server.port(), server.port())
                        .exportTo(receiver)
                        .start()) {
            RedisCalls calls = new RedisCalls(jvm.awaitReady(), receiver);
            calls.made("hit", 2);
            List<ReceivedSpan> chained = calls.made("async", 2);
            assertEquals("GET user:?", chained.get(1).attribute("db.query.text"));
            List<ReceivedSpan> published = calls.made("reactive", 2);
            assertEquals("SET", published.get(1).name(), published::toString);
            assertEquals(true, published.get(0).attribute("foreshock.cache.hit"), published::toString);
            long sent = 0;
            for (ReceivedSpan span : calls.made("asyncs", "GET")) {
                sent += span.attribute("foreshock.composite.count") instanceof Long count ? count : 1;
            }
            assertEquals(10, sent);
            ReceivedSpan cancelled = calls.one("cancel");
            assertEquals("cancelled", cancelled.attribute("error.type"), cancelled::toString);
            assertEquals(
                    List.of(
                            "SET product:? ?",
                            "SET product:? ?",
                            "SADD list:?",
                            "MGET product:?",
                            "SISMEMBER list:? ?"),
                    calls.made("buffers", 5).stream()
                            .map(span -> span.attribute("db.query.text"))
                            .toList());
            assertFalse(receiver.sawText("canary"), "a value went out");
            jvm.finish().assertClean();
        }
    }

    static Stream<Client> jedis() {
        return of("jedis", "JedisApp", "floor", "4.4", "latest");
    }

    @ParameterizedTest
    @MethodSource("jedis")
    void tells_a_redirect_from_a_server_that_is_full(Client client) throws Exception {
        try (RedisServer server = RedisServer.start();
                RefusingServer refusing = new RefusingServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = RedisTest.app(client, server.port(), refusing.port())
                        .exportTo(receiver)
                        .start()) {
            RedisCalls calls = new RedisCalls(jvm.awaitReady(), receiver);
            ReceivedSpan moved = calls.failing("moved", "GET").get(0);
            assertEquals("MOVED", moved.attribute("db.response.status_code"), moved::toString);
            assertNull(moved.attribute("error.type"), moved::toString);
            ReceivedSpan full = calls.failing("full", "SET").get(0);
            assertEquals("OOM", full.attribute("error.type"), full::toString);
            jvm.finish().assertClean();
        }
    }

    static Stream<Client> redisson() {
        return of("redisson", "RedissonApp", "floor", "3.37", "latest");
    }

    @ParameterizedTest
    @MethodSource("redisson")
    void records_what_objects_of_redisson_send(Client client) throws Exception {
        try (RedisServer server = RedisServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = RedisTest.app(client, server.port(), server.port())
                        .exportTo(receiver)
                        .start()) {
            RedisCalls calls = new RedisCalls(jvm.awaitReady(), receiver);
            calls.perform("hit");
            List<ReceivedSpan> map = calls.made("map", "HGET");
            assertEquals(1, map.size(), map::toString);
            assertEquals("HGET user:? ?", map.get(0).attribute("db.query.text"));
            assertEquals(true, map.get(0).attribute("foreshock.cache.hit"), map::toString);
            assertEquals("done", calls.perform("lock"));
            List<ReceivedSpan> lock = calls.ofLast();
            assertTrue(lock.size() >= 2, lock::toString);
            assertTrue(
                    lock.stream().allMatch(span -> span.name().matches("EVAL|EVALSHA|SCRIPT|DEL|PUBLISH")),
                    lock::toString);
            jvm.finish().assertClean();
        }
    }

    static Stream<Client> spring() {
        return Stream.concat(
                of("spring-data-redis", "SpringDataLettuceApp", "latest"),
                of("spring-data-redis", "SpringDataJedisApp", "latest"));
    }

    @ParameterizedTest
    @MethodSource("spring")
    void records_each_command_of_a_template_once(Client client) throws Exception {
        try (RedisServer server = RedisServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = RedisTest.app(client, server.port(), server.port(), "SpringDataApp")
                        .exportTo(receiver)
                        .start()) {
            RedisCalls calls = new RedisCalls(jvm.awaitReady(), receiver);
            List<ReceivedSpan> hit = calls.made("hit", 2);
            assertEquals("SET product:? ?", hit.get(0).attribute("db.query.text"));
            assertEquals("GET product:?", hit.get(1).attribute("db.query.text"));
            assertEquals(2L, calls.one("mget").attribute("foreshock.cache.misses"));
            assertEquals(1L, calls.made("list", 2).get(1).attribute("foreshock.rows"));
            assertEquals("WRONGTYPE", calls.failing("error", 2).get(1).attribute("error.type"));
            jvm.finish().assertClean();
        }
    }
}
