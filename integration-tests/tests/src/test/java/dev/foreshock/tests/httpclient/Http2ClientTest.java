// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that speak HTTP/2 over TLS: one span for each request on the wire, with its context in that request's headers. */
class Http2ClientTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static final List<ClientUnderTest> CLIENTS = List.of(
            ClientUnderTest.of("jdk", "JdkClientApp", "17", "25"),
            ClientUnderTest.of("okhttp", "OkHttpApp", "floor", "3.14", "4.12", "latest"),
            ClientUnderTest.of("reactor-netty", "ReactorClientApp", "floor", "1.1", "latest"),
            ClientUnderTest.of("spring-webflux", "WebClientApp", "floor", "6.2", "latest"));

    @TempDir
    Path directory;

    static Stream<Arguments> clients() {
        return CLIENTS.stream().flatMap(ClientUnderTest::arguments);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    void one_span_for_each_stream(ClientUnderTest client, String version) throws Exception {
        ServerCertificate certificate = ServerCertificate.selfSigned(directory);
        HttpClient http =
                HttpClient.newBuilder().sslContext(certificate.clientContext()).build();
        try (ForkedJvm server = LibraryApp.of("reactor-netty", "latest", "Http2ServerApp")
                        .jvm()
                        .withoutAgent()
                        .arguments(certificate.store().toString(), ServerCertificate.PASSWORD)
                        .start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = client.jvm(version)
                        .flags(certificate.trusted())
                        .flags("-Dh2=true")
                        .exportTo(receiver)
                        .start()) {
            String url = "https://127.0.0.1:" + server.awaitReady();
            int port = jvm.awaitReady();
            assertEquals("200", call(http, port, "get?url=" + encoded(url + "/items/17?token=hunter2")));
            assertEquals("404", call(http, port, "get?url=" + encoded(url + "/gone/1")));
            assertEquals("200", call(http, port, "post?url=" + encoded(url + "/items")));
            assertEquals(
                    "200",
                    call(http, port, "async?url=" + encoded(url + "/items/1") + "&next=" + encoded(url + "/items/2")));
            List<ReceivedSpan> spans =
                    receiver.awaitSpans(5, span -> span.kind().equals("CLIENT"));
            jvm.finish().assertClean();
            List<String> received = get(http, url + "/received").lines().toList();
            assertEquals(5, received.size(), received::toString);
            for (String request : received) {
                assertTrue(request.contains(" HTTP/2.0 "), request);
                List<ReceivedSpan> sent = spans.stream()
                        .filter(span -> request.endsWith("[00-" + TRACE + "-" + span.spanId() + "-01]"))
                        .toList();
                assertEquals(1, sent.size(), () -> request + " among " + spans);
                check(sent.get(0), request, url);
                assertEquals(certificate.end(), sent.get(0).attribute("tls.server.not_after"), request);
            }
            assertEquals(5, receiver.spans(span -> span.kind().equals("CLIENT")).size(), receiver::describe);
            assertTrue(!receiver.sawText("hunter2"), "a secret went out");
        }
    }

    private static void check(ReceivedSpan span, String request, String url) {
        String[] words = request.split(" ", -1);
        long status = words[1].startsWith("/gone") ? 404 : 200;
        assertEquals(words[0], span.attribute("http.request.method"), span::toString);
        assertEquals(status, span.attribute("http.response.status_code"), span::toString);
        assertTrue(String.valueOf(span.attribute("url.full")).startsWith(url + words[1]), span::toString);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String call(HttpClient http, int port, String query) throws Exception {
        return get(http, "http://127.0.0.1:" + port + "/case/" + query);
    }

    private static String get(HttpClient http, String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
