// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.mongodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for both drivers, and for Spring Data above them: a command on the wire is one operation, and no value leaves. */
class MongoTest {
    /** What {@code FORESHOCK_NPLUSONE_CONFIRM} is set to: a finding at once. */
    private static final String AT_ONCE = "1";

    /** {@code app} is the class in {@code apps}. */
    record Client(String library, String version, String app) {
        @Override
        public String toString() {
            return app + " " + version;
        }
    }

    static Stream<Client> drivers() {
        return Stream.of(
                        new Client("mongodb", "floor", "MongoSyncApp"),
                        new Client("mongodb", "4.11", "MongoSyncApp"),
                        new Client("mongodb", "latest", "MongoSyncApp"),
                        new Client("mongodb-reactive", "floor", "MongoReactiveApp"),
                        new Client("mongodb-reactive", "4.11", "MongoReactiveApp"),
                        new Client("mongodb-reactive", "latest", "MongoReactiveApp"))
                .filter(client -> Libraries.has(client.library, client.version));
    }

    static Stream<Client> reactive() {
        return drivers().filter(client -> client.library.equals("mongodb-reactive"));
    }

    static Stream<Client> spring() {
        return Stream.of(
                        new Client("spring-data-mongodb", "floor", "MongoSpringApp"),
                        new Client("spring-data-mongodb", "latest", "MongoSpringApp"))
                .filter(client -> Libraries.has(client.library, client.version));
    }

    static Stream<Client> all() {
        return Stream.concat(drivers(), spring());
    }

    private static ForkedJvm server() throws Exception {
        return LibraryApp.of("mongodb-server", "1.47", "MongoServerApp")
                .jvm()
                .withoutAgent()
                .start();
    }

    private static JvmBuilder app(Client client, int port) throws Exception {
        return LibraryApp.of(client.library, client.version, client.app, "MongoApp")
                .jvm()
                .expectStderr("^SLF4J")
                .arguments(Integer.toString(port));
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void records_one_operation_for_each_command(Client client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start()) {
            int port = server.awaitReady();
            try (ForkedJvm jvm = app(client, port).exportTo(receiver).start()) {
                MongoCalls calls = new MongoCalls(jvm.awaitReady(), receiver);
                ReceivedSpan find = calls.one("find");
                assertEquals("find products", find.name());
                assertEquals("mongodb", find.attribute("db.system.name"));
                assertEquals("shop", find.attribute("db.namespace"));
                assertEquals("products", find.attribute("db.collection.name"));
                assertEquals("find", find.attribute("db.operation.name"));
                assertEquals("find products", find.attribute("db.query.summary"));
                assertEquals("find products {category: ?}", find.attribute("db.query.text"));
                assertEquals("localhost", find.attribute("server.address"));
                assertEquals((long) port, find.attribute("server.port"));
                assertEquals(3L, find.attribute("foreshock.rows"));
                assertNull(find.attribute("error.type"));
                assertTrue(find.scope().name().startsWith("dev.foreshock."), find::toString);

                assertEquals(
                        "find products {category: ?, price: {$gt: ?, $lt: ?}, scores.?: ?, $or: [{_id: ?}, {price: ?}]}"
                                + " sort {price: ?} limit ?",
                        calls.one("filter").attribute("db.query.text"));
                assertEquals("find products {_id: {$in: ?}}", calls.one("in").attribute("db.query.text"));
                ReceivedSpan count = calls.one("count");
                assertEquals("aggregate products", count.name());
                assertTrue(
                        count.attribute("db.query.text")
                                .toString()
                                .startsWith("aggregate products [{$match: {category: ?}}, {$group: "),
                        count::toString);

                List<ReceivedSpan> batches = calls.made("all", 3);
                assertEquals("find products", batches.get(0).attribute("db.query.text"));
                assertEquals("getMore products", batches.get(1).name());
                assertEquals(
                        List.of(100L, 100L, 50L),
                        batches.stream()
                                .map(span -> span.attribute("foreshock.rows"))
                                .toList());

                List<ReceivedSpan> writes = calls.made("write", 6);
                assertEquals(
                        List.of(
                                "insert products",
                                "update products",
                                "update products",
                                "findAndModify products {_id: ?}",
                                "delete products",
                                "delete products"),
                        writes.stream()
                                .map(span -> span.attribute("db.query.text"))
                                .toList());
                assertEquals(2L, writes.get(0).attribute("foreshock.rows"));
                assertEquals(3L, writes.get(2).attribute("db.operation.batch.size"));
                assertEquals("ping", calls.one("ping").name());
                errors(calls);

                receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration")
                        && metric.hasPoint(point -> "mongodb".equals(point.attribute("db.system.name"))
                                && "find".equals(point.attribute("db.operation.name"))));
                jvm.finish().assertClean();
                // What the driver asks on its own account, in whichever trace.
                assertEquals(
                        List.of(),
                        receiver.spans(
                                span -> span.name().matches("(?i)(hello|ismaster|sasl|buildinfo|endsessions).*")));
            }
        }
    }

    private static void errors(MongoCalls calls) throws Exception {
        ReceivedSpan duplicate = calls.failing("duplicate");
        assertEquals("11000", duplicate.attribute("db.response.status_code"), duplicate::toString);
        assertEquals("11000", duplicate.attribute("error.type"), duplicate::toString);
        assertEquals("ERROR", duplicate.statusCode(), duplicate::toString);
        ReceivedSpan unknown = calls.failing("unknown");
        assertEquals("nonsense", unknown.name());
        assertEquals("59", unknown.attribute("db.response.status_code"), unknown::toString);
        assertEquals("59", unknown.attribute("error.type"), unknown::toString);
        assertEquals("com.mongodb.MongoCommandException", unknown.attribute("exception.type"), unknown::toString);
    }

    @ParameterizedTest
    @MethodSource("reactive")
    void keeps_to_the_trace_of_the_subscriber(Client client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client, server.awaitReady())
                        .expectStderr("n_plus_one \\((warning|critical)\\): GET ")
                        .exportTo(receiver)
                        .start()) {
            MongoCalls calls = new MongoCalls(jvm.awaitReady(), receiver);
            List<ReceivedSpan> chain = calls.made("chain", 3);
            assertEquals("aggregate products", chain.get(2).name());
            for (List<ReceivedSpan> crowd : calls.together("crowd")) {
                assertEquals("find products {_id: ?} limit ?", crowd.get(0).attribute("db.query.text"));
                assertEquals(40, MongoCalls.commands(crowd), crowd::toString);
            }
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("spring")
    void records_what_spring_data_sends_once(Client client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        app(client, server.awaitReady()).exportTo(receiver).start()) {
            MongoCalls calls = new MongoCalls(jvm.awaitReady(), receiver);
            assertEquals("find products {category: ?}", calls.one("find").attribute("db.query.text"));
            assertEquals("aggregate products", calls.one("count").name());
            assertEquals("11000", calls.failing("duplicate").attribute("error.type"));
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void finds_documents_read_one_by_one_and_none_of_what_looks_alike(Client client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client, server.awaitReady())
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", AT_ONCE)
                        .environment("FORESHOCK_QUERY_BUDGET", "1000")
                        .environment("FORESHOCK_SLOW_QUERY_MS", "60000")
                        .expectStderr("n_plus_one \\((warning|critical)\\): GET ")
                        .expectStderr("unbatched_writes \\((warning|critical)\\): GET ")
                        .exportTo(receiver)
                        .start()) {
            MongoCalls calls = new MongoCalls(jvm.awaitReady(), receiver);
            calls.perform("find");
            calls.perform("pages");
            calls.perform("changes");
            calls.perform("loop");
            ReceivedLog loop = receiver.awaitFinding("n_plus_one");
            assertTrue(loop.body().contains("the same find on products 50 times"), loop::toString);
            assertTrue(loop.toString().contains("$in"), loop::toString);
            if (!client.library.equals("mongodb-reactive") || client.version.equals("floor")) {
                assertEquals(client.app + ".java", loop.attribute("code.file.path"), loop::toString);
                assertEquals(lineOf(client.app, "// read"), loop.attribute("code.line.number"), loop::toString);
            }
            calls.perform("updates");
            ReceivedLog updates = receiver.awaitFinding("unbatched_writes");
            assertTrue(updates.toString().contains("bulkWrite"), updates::toString);
            jvm.finish().assertClean();
            assertEquals(
                    2, receiver.findings().size(), () -> receiver.findings().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void lets_no_value_or_password_out(Client client) throws Exception {
        try (ForkedJvm server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client, server.awaitReady())
                        .agentArguments("diagnose")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            MongoCalls calls = new MongoCalls(jvm.awaitReady(), receiver);
            assertEquals("done", calls.perform("secrets"));
            receiver.awaitSpan(span -> "find products {mail: ?, ?: ?}".equals(span.attribute("db.query.text")));
            JvmExit exit = jvm.finish();
            assertNotEquals(List.of(), receiver.spans(span -> "other".equals(span.name())));
            for (String secret : List.of("canary", "example.com")) {
                assertFalse(receiver.sawText(secret), () -> secret + " in " + receiver.describe());
                assertFalse(String.join("\n", exit.stderr()).contains(secret), exit::describe);
            }
        }
    }

    private static long lineOf(String app, String marker) throws Exception {
        try (InputStream in = MongoTest.class.getResourceAsStream("/apps/" + app + ".java")) {
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
}
