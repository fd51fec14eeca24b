// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.PostgresServer;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the packaged agent says about an application on a real database: every pattern, and what looks like it. */
class FindingsTest {
    /** Each path, and the types that must be found there: all of them, and no others. */
    private static final Map<String, List<String>> EXPECTED = expected();

    /** Runs as many statements as {@code /n-plus-one}. */
    private static final String IGNORED = "/any/actuator/health";

    private static Map<String, List<String>> expected() {
        Map<String, List<String>> expected = new TreeMap<>();
        for (String path : List.of("/n-plus-one", "/streaming", "/in-loop", "/repeated-keys", "/merged", "/limited")) {
            expected.put(path, List.of("n_plus_one"));
        }
        expected.put("/redundant", List.of("redundant_query"));
        expected.put("/chunked", List.of("chunked_in"));
        expected.put("/unbatched", List.of("unbatched_writes"));
        expected.put("/sequence", List.of("sequence_roundtrip"));
        expected.put("/budget", List.of("query_budget"));
        expected.put("/slow", List.of("slow_statement"));
        for (String path : List.of(
                "/healthy",
                "/joined",
                "/in-list",
                "/few",
                "/read-after-write",
                "/batched",
                "/wide-update",
                "/pages",
                "/fan-out",
                "/probes")) {
            expected.put(path, List.of());
        }
        return expected;
    }

    @Test
    void on_h2() throws Exception {
        findsAll("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1", "h2");
    }

    @Test
    void on_postgresql() throws Exception {
        Assumptions.assumeTrue(PostgresServer.unavailable().isEmpty());
        try (PostgresServer postgres = PostgresServer.start()) {
            findsAll(postgres.jdbcUrl(), "postgresql");
        }
    }

    private static void findsAll(String url, String library) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmBuilder shop = ForkedJvm.of(ShopApplication.class)
                    .library(library, "latest")
                    .library("tomcat", "latest")
                    .arguments(url)
                    .exportTo(receiver)
                    .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                    .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                    .environment("FORESHOCK_SLOW_QUERY_MS", "400")
                    .expectStderr("[a-z_]+ \\((warning|critical)\\): ");
            try (ForkedJvm jvm = shop.start()) {
                int port = jvm.awaitReady();
                for (String path : EXPECTED.keySet()) {
                    assertEquals(200, get(port, path), path);
                }
                assertEquals(200, get(port, IGNORED));
                assertSilence(jvm.finish().assertClean().stdout());
            }
            assertTypes(receiver);
            assertRecord(receiver);
            assertSpans(receiver);
            assertNothingOfIgnored(receiver);
            assertFalse(receiver.sawText(ShopApplication.SECRET), "a literal left the process");
        }
    }

    /** A page that fails says so. */
    private static void assertSilence(List<String> stdout) {
        assertEquals(
                List.of(),
                stdout.stream().filter(line -> line.contains("failed")).toList());
    }

    private static int get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static void assertTypes(OtlpReceiver receiver) {
        Map<String, List<String>> found = new TreeMap<>();
        EXPECTED.keySet().forEach(path -> found.put(path, typesAt(receiver, path)));
        assertEquals(EXPECTED, found, () -> receiver.findings().toString());
    }

    private static List<String> typesAt(OtlpReceiver receiver, String path) {
        return receiver.findings().stream()
                .filter(log -> path.equals(log.attribute("http.route")))
                .filter(log -> "open".equals(log.attribute("foreshock.finding.state")))
                .map(log -> String.valueOf(log.attribute("foreshock.finding.type")))
                // A busy machine may hold up any statement; what is expected slow is slow everywhere.
                .filter(type -> path.equals("/slow") || !type.equals("slow_statement"))
                .sorted()
                .toList();
    }

    /** Neither the request nor its statements, by themselves or as the thread's, and no finding. */
    private static void assertNothingOfIgnored(OtlpReceiver receiver) {
        Set<String> roots = new TreeSet<>();
        for (ReceivedSpan span : receiver.spans(ReceivedSpan::isRoot)) {
            roots.add(span.kind().equals("SERVER") ? String.valueOf(span.attribute("url.path")) : span.name());
        }
        Set<String> expected = new TreeSet<>(EXPECTED.keySet());
        expected.add("background main");
        assertEquals(expected, roots);
        receiver.findings()
                .forEach(log ->
                        assertTrue(EXPECTED.containsKey(String.valueOf(log.attribute("http.route"))), log::toString));
    }

    private static ReceivedLog findingAt(OtlpReceiver receiver, String path) {
        return receiver.findings().stream()
                .filter(log -> path.equals(log.attribute("http.route")))
                .filter(log -> EXPECTED.get(path).contains(log.attribute("foreshock.finding.type")))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRecord(OtlpReceiver receiver) {
        ReceivedLog nPlusOne = findingAt(receiver, "/n-plus-one");
        // Critical where the machine is so busy that it takes a second.
        boolean critical = "critical".equals(nPlusOne.attribute("foreshock.finding.severity"));
        assertEquals(critical ? "ERROR" : "WARN", nPlusOne.severity());
        assertEquals("high", nPlusOne.attribute("foreshock.finding.confidence"));
        assertEquals(30L, nPlusOne.attribute("foreshock.finding.count"));
        assertTrue(
                nPlusOne.body()
                        .startsWith(
                                "GET /n-plus-one ran the same SELECT on item 30 times, once per row of an earlier query"
                                        + " (SELECT orders), from ShopApplication.java:"),
                nPlusOne::body);
        assertTrue(String.valueOf(nPlusOne.attribute("foreshock.finding.suggestion"))
                .contains("IN ("));
        assertEquals(
                ShopApplication.class.getName() + ".query",
                nPlusOne.attribute("code.function.name"),
                nPlusOne::toString);
        assertTrue(nPlusOne.attribute("code.line.number") instanceof Long line && line > 0);
        assertTrue(String.valueOf(nPlusOne.attribute("db.query.text")).contains("order_id = ?"));

        assertEquals("high", findingAt(receiver, "/streaming").attribute("foreshock.finding.confidence"));
        assertEquals("medium", findingAt(receiver, "/in-loop").attribute("foreshock.finding.confidence"));
        assertTrue(findingAt(receiver, "/repeated-keys").body().contains("with only 5 different keys"));
        assertEquals(60L, findingAt(receiver, "/merged").attribute("foreshock.finding.count"));
        assertTrue(findingAt(receiver, "/slow").body().startsWith("Statement SELECT customer on "));
        assertTrue(findingAt(receiver, "/budget").body().contains("ran 35 statements of 35 kinds"));
    }

    /** The trace of a finding is there, and names it at its root and where it shows best. */
    private static void assertSpans(OtlpReceiver receiver) {
        ReceivedLog finding = findingAt(receiver, "/n-plus-one");
        List<ReceivedSpan> trace = receiver.spans(span -> span.traceId().equals(finding.traceId()));
        ReceivedSpan root =
                trace.stream().filter(ReceivedSpan::isRoot).findFirst().orElseThrow();
        assertTrue(root.attribute("foreshock.findings") instanceof List<?> types && types.contains("n_plus_one"));
        Object id = finding.attribute("foreshock.finding.id");
        assertTrue(
                trace.stream().anyMatch(span -> id.equals(span.attribute("foreshock.finding.id"))),
                () -> "no span with the finding among " + trace);
    }
}
