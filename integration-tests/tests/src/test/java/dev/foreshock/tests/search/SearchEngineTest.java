// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all clients of Elasticsearch and OpenSearch: a request is one operation, a command of a database. */
class SearchEngineTest {
    private static final String AT_ONCE = "1";

    private static final List<String> SECRETS =
            List.of("canary-id", "canary@", "canary%40", "canary-q", "canary-c", "canary-r", "canary-s", "_canary");

    @TempDir
    static Path directory;

    private static ForkedJvm elasticsearch;
    private static ForkedJvm openSearch;

    /** {@code app} is the class in {@code apps}. */
    record Client(String system, String library, String version, String app) {
        static Client rest(String version) {
            return new Client("elasticsearch", "elasticsearch-rest", version, "SearchRestApp");
        }

        static Client rest5(String version) {
            return new Client("elasticsearch", "elasticsearch-rest5", version, "SearchRestApp");
        }

        static Client openSearchRest(String version) {
            return new Client("opensearch", "opensearch-rest", version, "SearchRestApp");
        }

        static Client openSearchJava(String version) {
            return new Client("opensearch", "opensearch-java", version, "SearchJavaApp");
        }

        static Client java(String version) {
            return new Client("elasticsearch", "elasticsearch-java", version, "ElasticsearchJavaApp");
        }

        boolean isResolved() {
            return Libraries.has(library, version);
        }

        /** Before version 7 the low-level client tells nobody of a request's body. */
        boolean knowsBodies() {
            return !(library.equals("elasticsearch-rest") && version.equals("floor"));
        }

        @Override
        public String toString() {
            return library + " " + version;
        }
    }

    static Stream<Client> clients() {
        return Stream.of(
                        Client.rest("floor"),
                        Client.rest("7.17"),
                        Client.rest("8.19"),
                        Client.rest("latest"),
                        Client.rest5("floor"),
                        Client.rest5("latest"),
                        Client.openSearchRest("floor"),
                        Client.openSearchRest("2.19"),
                        Client.openSearchRest("latest"),
                        Client.openSearchJava("floor"),
                        Client.openSearchJava("latest"))
                .filter(Client::isResolved);
    }

    static Stream<Client> above() {
        return Stream.of(Client.java("8.19")).filter(Client::isResolved);
    }

    @BeforeAll
    static void start() throws Exception {
        elasticsearch = server("elasticsearch-server", "7.17");
        openSearch = server("opensearch-server", "2.19");
    }

    private static ForkedJvm server(String library, String version) throws Exception {
        return LibraryApp.of(library, version, "ElasticsearchServer")
                .jvm()
                .withoutAgent()
                .flags("-Xmx512m", "-XX:TieredStopAtLevel=1")
                // What it logs, and what it does with the JDK's security manager.
                .expectStderr("^")
                .arguments(directory.resolve(library).toString())
                .start();
    }

    @AfterAll
    static void stop() {
        elasticsearch.close();
        openSearch.close();
    }

    private static int port(Client client) throws Exception {
        return (client.system.equals("elasticsearch") ? elasticsearch : openSearch).awaitReady();
    }

    private static JvmBuilder app(Client client) throws Exception {
        return LibraryApp.of(client.library, client.version, client.app, "SearchApp")
                .jvm()
                .expectStderr("^SLF4J")
                .arguments(Integer.toString(port(client)));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void records_one_operation_for_each_request_and_finds_loops(Client client) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client)
                        .agentArguments("diagnose")
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", AT_ONCE)
                        .environment("FORESHOCK_QUERY_BUDGET", "1000")
                        .environment("FORESHOCK_SLOW_QUERY_MS", "60000")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            SearchCases cases = new SearchCases(jvm.awaitReady(), receiver);
            attributes(client, cases);
            answers(cases);
            nodes(cases, port(client));
            loops(client, cases, receiver);

            cases.perform("secrets");
            receiver.awaitSpan(span -> span.name().equals("other canary-index-?"));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration")
                    && metric.hasPoint(point -> client.system.equals(point.attribute("db.system.name"))
                            && "search".equals(point.attribute("db.operation.name"))
                            && "orders".equals(point.attribute("db.collection.name"))));
            JvmExit exit = jvm.finish().assertCode(0);
            assertEquals(List.of(), exit.unexpectedStderr());
            for (String secret : SECRETS) {
                assertFalse(receiver.sawText(secret), () -> secret + " in " + receiver.describe());
                assertFalse(String.join("\n", exit.stderr()).contains(secret), exit::describe);
            }
            assertEquals(List.of(), receiver.spans(span -> span.attribute("url.full") != null));
        }
    }

    private static void attributes(Client client, SearchCases cases) throws Exception {
        ReceivedSpan search = cases.one("search");
        assertEquals("search orders", search.name());
        assertEquals(client.system, search.attribute("db.system.name"));
        assertEquals("search", search.attribute("db.operation.name"));
        assertEquals("orders", search.attribute("db.collection.name"));
        assertEquals("search orders", search.attribute("db.query.summary"));
        assertEquals("POST orders _search", search.attribute("db.query.text"));
        assertEquals("POST", search.attribute("http.request.method"));
        assertEquals("localhost", search.attribute("server.address"));
        assertEquals((long) port(client), search.attribute("server.port"));
        assertNull(search.attribute("error.type"), search::toString);
        assertTrue(search.scope().name().startsWith("dev.foreshock."), search::toString);
        assertEquals("GET orders _doc", cases.one("get").attribute("db.query.text"));
        assertEquals(
                List.of("get orders", "search orders"),
                cases.made("asynchronous", 2).stream().map(ReceivedSpan::name).toList());
        assertEquals(
                List.of("index archive-?", "update archive-?", "bulk", "indices.delete archive-?"),
                cases.made("write", 4).stream().map(ReceivedSpan::name).toList());
    }

    private static void answers(SearchCases cases) throws Exception {
        List<ReceivedSpan> asked = cases.made("ask", 2);
        assertEquals("exists orders", asked.get(0).name());
        assertNull(asked.get(0).attribute("error.type"), asked::toString);
        assertEquals("UNSET", asked.get(0).statusCode(), asked::toString);
        assertEquals("cluster", asked.get(1).name());
        ReceivedSpan missing = cases.refused("missing");
        assertEquals("404", missing.attribute("error.type"), missing::toString);
        assertEquals("404", missing.attribute("db.response.status_code"), missing::toString);
        ReceivedSpan malformed = cases.refused("malformed");
        assertEquals("400", malformed.attribute("error.type"), malformed::toString);
        assertEquals("ERROR", malformed.statusCode(), malformed::toString);
    }

    /** One of the requests meets a node first that is not there: an attempt at each node is an operation. */
    private static void nodes(SearchCases cases, int port) throws Exception {
        cases.perform("nodes");
        List<ReceivedSpan> attempts = cases.ofLast();
        List<ReceivedSpan> refused = attempts.stream()
                .filter(span -> span.attribute("error.type") != null)
                .toList();
        assertEquals(1, refused.size(), attempts::toString);
        assertEquals(1L, refused.get(0).attribute("server.port"), refused::toString);
        assertEquals("get orders", refused.get(0).name());
        assertTrue(
                attempts.stream().anyMatch(span -> span.attribute("server.port").equals((long) port)),
                attempts::toString);
    }

    private static void loops(Client client, SearchCases cases, OtlpReceiver receiver) throws Exception {
        cases.perform("pages");
        cases.perform("many");
        cases.perform("loop");
        ReceivedLog loop = receiver.awaitFinding("n_plus_one");
        assertTrue(loop.body().contains("the same get on orders 50 times"), loop::toString);
        assertTrue(loop.toString().contains("_mget"), loop::toString);
        assertEquals(client.app + ".java", loop.attribute("code.file.path"), loop::toString);
        cases.perform("writes");
        ReceivedLog writes = receiver.awaitFinding("unbatched_writes");
        assertTrue(writes.toString().contains("_bulk"), writes::toString);
        cases.perform("searches");
        cases.perform("same");
        if (client.knowsBodies()) {
            receiver.awaitLog(log -> log.body().contains("the same search on orders 50 times"));
            receiver.awaitFinding("redundant_query");
        }
        assertEquals(
                client.knowsBodies() ? 4 : 2,
                receiver.findings().size(),
                () -> receiver.findings().toString());
    }

    @ParameterizedTest
    @MethodSource("above")
    void records_once_what_the_client_above_sends(Client client) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(client)
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", AT_ONCE)
                        .environment("FORESHOCK_QUERY_BUDGET", "1000")
                        .environment("FORESHOCK_SLOW_QUERY_MS", "60000")
                        .expectStderr("n_plus_one \\((warning|critical)\\): GET ")
                        .exportTo(receiver)
                        .start()) {
            SearchCases cases = new SearchCases(jvm.awaitReady(), receiver);
            assertEquals("search orders", cases.one("search").name());
            assertEquals("get orders", cases.one("get").name());
            assertEquals("search orders", cases.made("asynchronous", 2).get(1).name());
            cases.perform("searches");
            ReceivedLog loop = receiver.awaitFinding("n_plus_one");
            assertTrue(loop.body().contains("the same search on orders 50 times"), loop::toString);
            assertTrue(loop.toString().contains("_msearch"), loop::toString);
            jvm.finish().assertClean();
        }
    }
}
