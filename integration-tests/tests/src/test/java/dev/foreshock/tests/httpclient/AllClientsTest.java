// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All HTTP clients in one process, against servers of three kinds. Secrets are in everything that a request and its
 * answer have: credentials, query, path parameters, fragment, headers, bodies,
 * messages of exceptions, where a redirect leads. None is in a byte that leaves the process, nor in what the agent says.
 */
class AllClientsTest {
    private static final int PLACES = 42;

    private static final List<String> CLIENTS = List.of(
            "JdkClientApp",
            "UrlConnectionApp",
            "HttpClient4App",
            "HttpClient5App",
            "AsyncHttpClient5App",
            "OkHttpApp",
            "AsyncHttpClientApp",
            "JettyClientApp");

    private final HttpClient driver = HttpClient.newHttpClient();

    @Test
    void no_secret_of_a_request_or_its_answer_is_exported_or_printed() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app().agentArguments("diagnose")
                        .exportTo(receiver)
                        .environment("FORESHOCK_LOG_LEVEL", "debug")
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                        .expectStderr("^\\[foreshock] ")
                        .start()) {
            int port = jvm.awaitReady();
            for (String client : CLIENTS) {
                int answered = Integer.parseInt(visit(port, client, "canarydriver"));
                // Some refuse what others send; three servers are asked for 19 pages each.
                assertTrue(answered > 3 * 14, client + " got " + answered + " answers");
            }
            assertTrue(
                    visit(port, "nobody", "canarydriver").contains("canaryargument"),
                    "the answer of the application is its own");
            JvmExit exit = jvm.finish().assertClean();
            String[] planted = exit.value("planted: ").split(" ", -1);
            assertTrue(planted.length >= PLACES, () -> planted.length + " places: " + String.join(" ", planted));
            assertTrue(receiver.sawText("controlled"), "what is no secret is found");
            assertTrue(receiver.sawText("http.client.request.duration"), "metrics are searched as well");
            assertEquals(
                    List.of(),
                    Stream.of(planted)
                            .filter(receiver::sawText)
                            .map(secret -> secret + " was exported: " + where(receiver, secret))
                            .toList());
            assertEquals(
                    List.of(),
                    exit.stderr().stream()
                            .filter(line -> line.contains("canary"))
                            .toList());
        }
    }

    @Test
    void the_end_of_the_servers_certificate_is_noted(@TempDir Path directory) throws Exception {
        try (TestCertificate certificate = new TestCertificate(directory);
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        app().flags(certificate.trustFlags()).exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            for (String client : CLIENTS) {
                String url = certificate.url("/" + client);
                // The second request finds the connection open.
                for (int i = 1; i <= 2; i++) {
                    assertEquals("200", visit(port, "tls-" + client, url), client);
                }
                for (ReceivedSpan call : receiver.awaitSpans(2, span -> url.equals(span.attribute("url.full")))) {
                    assertEquals(certificate.end(), call.attribute("tls.server.not_after"), () -> client + " " + call);
                }
            }
            ReceivedSpan cold = receiver.awaitSpan(span -> "process".equals(span.attribute("foreshock.cold_start")));
            assertEquals(1L, cold.attribute("foreshock.cold_start.tls_handshakes"), cold::toString);
            assertTrue((Double) cold.attribute("foreshock.cold_start.tls_seconds") > 0, cold::toString);
            jvm.finish().assertClean();
        }
    }

    private static JvmBuilder app() throws Exception {
        return LibraryApp.of(
                        "http-clients",
                        "latest",
                        "SecretsApp",
                        "SecretsServers",
                        "ClientApp",
                        "JdkClientApp",
                        "UrlConnectionApp",
                        "HttpClient4App",
                        "HttpClient5App",
                        "AsyncHttpClient5App",
                        "OkHttpApp",
                        "AsyncHttpClientApp",
                        "JettyClientApp")
                .jvm();
    }

    private static String where(OtlpReceiver receiver, String secret) {
        return receiver.spans(span -> span.toString().contains(secret)) + " "
                + receiver.logs(log -> log.toString().contains(secret)) + " "
                + receiver.metrics(metric -> metric.toString().contains(secret));
    }

    private String visit(int port, String client, String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/case/" + client + "?url=" + url))
                .header("authorization", "Bearer canarydriver")
                .timeout(Duration.ofMinutes(2))
                .build();
        return driver.send(request, BodyHandlers.ofString()).body();
    }
}
