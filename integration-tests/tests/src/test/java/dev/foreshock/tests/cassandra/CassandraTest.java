// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import dev.foreshock.tests.TracedCases;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all versions of the driver: a request is one operation, whatever the driver does for it. */
class CassandraTest {
    private static final String AT_ONCE = "1";

    /** What the server reaches into, on the JDK that it is made for. */
    private static final List<String> OPENED = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.ref",
            "java.base/java.lang.reflect",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.fs",
            "java.management/com.sun.jmx.remote.internal",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.rmi/sun.rmi.transport",
            "java.rmi/sun.rmi.transport.tcp",
            "jdk.management/com.sun.management.internal");

    private static final List<String> SECRETS = List.of("canary", "ca4a8bee", "cafecafecafe");

    @TempDir
    static Path directory;

    private static ForkedJvm server;

    static Stream<String> versions() {
        return Stream.of("floor", "4.9", "4.17", "latest")
                .filter(version -> Libraries.has("cassandra-driver", version));
    }

    @BeforeAll
    static void start() throws Exception {
        Path jdk = Jdks.find(17).orElse(null);
        Assumptions.assumeTrue(jdk != null, "Cassandra 5 runs on no JDK after 17");
        JvmBuilder builder = LibraryApp.of("cassandra-server", "5.0", "CassandraServer")
                .jvm()
                .jdk(jdk)
                .withoutAgent()
                .flags("-Xmx512m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .flags("-Djdk.attach.allowAttachSelf=true")
                .expectStderr("^")
                .arguments(directory.resolve("server").toString());
        for (String opened : OPENED) {
            builder.flags("--add-opens=" + opened + "=ALL-UNNAMED", "--add-exports=" + opened + "=ALL-UNNAMED");
        }
        server = builder.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** The spans of a case that is performed in a trace of its own, in the order of their beginning. */
    private static List<ReceivedSpan> made(TracedCases cases, OtlpReceiver receiver, String name, int requests)
            throws Exception {
        String answer = cases.perform(name);
        String trace = cases.trace();
        ReceivedSpan root = receiver.awaitSpan(
                span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
        List<ReceivedSpan> all = receiver.spans(span -> span.traceId().equals(trace) && span != root).stream()
                .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                .toList();
        assertEquals(requests, all.size(), () -> answer + " " + all);
        for (ReceivedSpan span : all) {
            assertEquals("CLIENT", span.kind(), span::toString);
            assertEquals(root.spanId(), span.parentSpanId(), span::toString);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void records_one_operation_for_each_request_and_finds_loops(String version) throws Exception {
        int port = server.awaitReady();
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("cassandra-driver", version, "CassandraApp")
                        .jvm()
                        .arguments(Integer.toString(port))
                        .agentArguments("diagnose")
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", AT_ONCE)
                        .environment("FORESHOCK_QUERY_BUDGET", "1000")
                        .environment("FORESHOCK_SLOW_QUERY_MS", "60000")
                        .expectStderr("^SLF4J")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            TracedCases cases = new TracedCases(jvm.awaitReady());
            attributes(cases, receiver, port);
            errors(cases, receiver);
            loops(cases, receiver);
            assertEquals("done", cases.perform("secrets"));
            String secrets = cases.trace();
            receiver.awaitSpan(
                    span -> span.traceId().equals(secrets) && span.kind().equals("SERVER"));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration")
                    && metric.hasPoint(point -> "cassandra".equals(point.attribute("db.system.name"))
                            && "SELECT".equals(point.attribute("db.operation.name"))));
            JvmExit exit = jvm.finish().assertCode(0);
            assertEquals(List.of(), exit.unexpectedStderr());
            for (String secret : SECRETS) {
                assertFalse(receiver.sawText(secret), () -> secret + " in " + receiver.describe());
                assertFalse(String.join("\n", exit.stderr()).contains(secret), exit::describe);
            }
            // What the driver asks on its own account, in whichever trace.
            assertEquals(List.of(), receiver.spans(span -> span.name().contains("system")));
        }
    }

    private static void attributes(TracedCases cases, OtlpReceiver receiver, int port) throws Exception {
        ReceivedSpan query = made(cases, receiver, "query", 1).get(0);
        assertEquals("SELECT products", query.name());
        assertEquals("cassandra", query.attribute("db.system.name"));
        assertEquals("shop", query.attribute("db.namespace"));
        assertEquals("products", query.attribute("db.collection.name"));
        assertEquals("SELECT", query.attribute("db.operation.name"));
        assertEquals("SELECT * FROM products WHERE id = ?", query.attribute("db.query.text"));
        assertEquals("127.0.0.1", query.attribute("server.address"));
        assertEquals((long) port, query.attribute("server.port"));
        assertEquals(1L, query.attribute("foreshock.rows"));
        assertNull(query.attribute("error.type"), query::toString);
        assertEquals(
                "SELECT name FROM products WHERE id = ?",
                made(cases, receiver, "bound", 1).get(0).attribute("db.query.text"));
        assertEquals(
                "SELECT * FROM products WHERE id = ?",
                made(cases, receiver, "values", 1).get(0).attribute("db.query.text"));
        assertEquals(
                List.of(25L, 25L, 10L),
                made(cases, receiver, "pages", 3).stream()
                        .map(span -> span.attribute("foreshock.rows"))
                        .toList());
        List<ReceivedSpan> chain = made(cases, receiver, "asynchronous", 2);
        assertTrue(
                chain.get(0).startEpochNanos() + chain.get(0).durationNanos()
                        <= chain.get(1).startEpochNanos(),
                chain::toString);
        List<ReceivedSpan> batches = made(cases, receiver, "batch", 2);
        assertEquals("BATCH INSERT", batches.get(0).attribute("db.operation.name"));
        assertEquals(3L, batches.get(0).attribute("db.operation.batch.size"));
        assertEquals(4L, batches.get(1).attribute("db.operation.batch.size"));
        assertNotEquals(
                batches.get(0).attribute("db.query.text"), batches.get(1).attribute("db.query.text"));
    }

    private static void errors(TracedCases cases, OtlpReceiver receiver) throws Exception {
        ReceivedSpan syntax = made(cases, receiver, "syntax", 1).get(0);
        assertEquals(
                "com.datastax.oss.driver.api.core.servererrors.SyntaxError",
                syntax.attribute("error.type"),
                syntax::toString);
        assertEquals("ERROR", syntax.statusCode(), syntax::toString);
        assertEquals("127.0.0.1", syntax.attribute("server.address"), syntax::toString);
        ReceivedSpan unknown = made(cases, receiver, "unknown", 1).get(0);
        assertEquals(
                "com.datastax.oss.driver.api.core.servererrors.InvalidQueryException",
                unknown.attribute("error.type"),
                unknown::toString);
    }

    private static void loops(TracedCases cases, OtlpReceiver receiver) throws Exception {
        assertEquals("done", cases.perform("scan"));
        cases.perform("loop");
        ReceivedLog loop = receiver.awaitFinding("n_plus_one");
        assertTrue(loop.body().contains("the same SELECT on products 50 times"), loop::toString);
        assertTrue(loop.toString().contains("partition"), loop::toString);
        assertEquals("CassandraApp.java", loop.attribute("code.file.path"), loop::toString);
        cases.perform("same");
        receiver.awaitFinding("redundant_query");
        cases.perform("writes");
        String trace = cases.trace();
        receiver.awaitSpan(span -> span.traceId().equals(trace) && span.kind().equals("SERVER"));
        assertEquals(2, receiver.findings().size(), () -> receiver.findings().toString());
    }
}
