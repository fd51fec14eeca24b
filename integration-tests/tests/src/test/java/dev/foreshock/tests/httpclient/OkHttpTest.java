// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What OkHttp alone has: a queue of calls, a limit for a call with all its attempts, and the certificate at hand. */
class OkHttpTest {
    private static final String FIRST = "4bf92f3577b34da6a3ce929d00000001";
    private static final String SECOND = "4bf92f3577b34da6a3ce929d00000002";

    private final HttpClient http = HttpClient.newHttpClient();

    static Stream<String> versions() {
        return Stream.of("floor", "3.14", "4.12", "latest").filter(version -> Libraries.has("okhttp", version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void keeps_a_queued_call_with_the_request_that_enqueued_it(String version) throws Exception {
        try (ContractServer server = new ContractServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version).exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            CompletableFuture<String> first =
                    call(port, FIRST, "async?url=" + server.url("/stream") + "&next=" + server.url("/items/1"));
            server.awaitReceived("/stream");
            CompletableFuture<String> second =
                    call(port, SECOND, "nested?url=" + server.url("/items/2") + "&next=" + server.url("/gate"));
            assertEquals("200", second.get());
            assertEquals("200", first.get());
            ReceivedSpan queued =
                    receiver.awaitSpan(span -> server.url("/items/2").equals(span.attribute("url.full")));
            assertEquals(SECOND, queued.traceId(), queued::toString);
            ReceivedSpan after =
                    receiver.awaitSpan(span -> server.url("/items/1").equals(span.attribute("url.full")));
            assertEquals(FIRST, after.traceId(), after::toString);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void tells_a_call_whose_time_is_over_from_one_that_was_cancelled(String version) throws Exception {
        try (ContractServer server = new ContractServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version).exportTo(receiver).start()) {
            int port = jvm.awaitReady();
            // Its time must not be over before OkHttp's classes are loaded.
            assertEquals(
                    "200",
                    call(port, FIRST, "get?url=" + server.url("/items/1")).get());
            String answer =
                    call(port, SECOND, "retry?url=" + server.url("/slow")).get();
            assertTrue(answer.contains("InterruptedIOException"), answer);
            ReceivedSpan late = receiver.awaitSpan(span -> server.url("/slow").equals(span.attribute("url.full")));
            assertEquals("timeout", late.attribute("error.type"), late::toString);
            assertEquals(0.3, late.attribute("foreshock.timeout.response"), late::toString);
            assertEquals(10.0, late.attribute("foreshock.timeout.connect"), late::toString);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void says_when_the_certificate_of_the_server_ends(String version, @TempDir Path directory) throws Exception {
        try (TestCertificate certificate = new TestCertificate(directory);
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version)
                        .flags(certificate.trustFlags())
                        .exportTo(receiver)
                        .start()) {
            String url = certificate.url("/items/1");
            assertEquals("200", call(jvm.awaitReady(), FIRST, "get?url=" + url).get());
            ReceivedSpan call = receiver.awaitSpan(span -> span.kind().equals("CLIENT"));
            assertEquals(certificate.end(), call.attribute("tls.server.not_after"), call::toString);
            assertEquals(url, call.attribute("url.full"), call::toString);
            jvm.finish().assertClean();
        }
    }

    private static JvmBuilder app(String version) throws Exception {
        return LibraryApp.of("okhttp", version, "OkHttpQueueApp", "OkHttpApp", "ClientApp")
                .jvm();
    }

    private CompletableFuture<String> call(int port, String trace, String query) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/case/" + query))
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }
}
