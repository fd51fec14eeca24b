// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpReceiverTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private OtlpReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = OtlpReceiver.start();
        receiver.deadline(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void spansArriveWithAllTheirParts() throws Exception {
        assertEquals(200, post("/v1/traces", Samples.spans("SELECT orders")).statusCode());

        ReceivedSpan span = receiver.awaitSpan(any -> any.name().equals("SELECT orders"));
        assertEquals("CLIENT", span.kind());
        assertEquals("00000000000000000000000000000001", span.traceId());
        assertEquals("0000000000000002", span.spanId());
        assertEquals("0000000000000003", span.parentSpanId());
        assertEquals(2_500, span.durationNanos());
        assertEquals("ERROR", span.statusCode());
        assertEquals("broken", span.statusMessage());
        assertEquals(
                Map.of(
                        "db.system.name",
                        "postgresql",
                        "rows",
                        7L,
                        "ratio",
                        0.5,
                        "flagged",
                        true,
                        "foreshock.findings",
                        List.of("n_plus_one")),
                span.attributes());
        assertEquals(Map.of("service.name", "shop"), span.resource());
        assertEquals(new Scope("dev.foreshock.jdbc", "1.2.3", "https://schema/1"), span.scope());
    }

    @Test
    void logsAndMetricsArrive() throws Exception {
        post("/v1/logs", Samples.finding("n_plus_one"));
        post("/v1/metrics", Samples.histogram("http.server.request.duration"));

        ReceivedLog finding = receiver.awaitFinding("n_plus_one");
        assertEquals("WARN", finding.severity());
        assertEquals("2,001 statements", finding.body());
        ReceivedMetric metric = receiver.awaitMetric(any -> any.name().equals("http.server.request.duration"));
        assertEquals(ReceivedMetric.Type.HISTOGRAM, metric.type());
        assertTrue(metric.cumulative());
        ReceivedMetric.Point point = metric.points().get(0);
        assertEquals(3, point.count());
        assertEquals(1.5, point.value());
        assertEquals(List.of(0.1, 1.0), point.bounds());
        assertEquals(List.of(1L, 2L, 0L), point.bucketCounts());
        assertEquals("/orders", point.attribute("http.route"));
    }

    @Test
    void zippedRequestsAreReadAndSearchable() throws Exception {
        HttpRequest zipped = HttpRequest.newBuilder(URI.create(receiver.httpEndpoint() + "/v1/traces"))
                .header("Content-Encoding", "gzip")
                .header("Cookie", "session=cookie-canary")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zip(Samples.spans("body-canary"))))
                .build();
        client.send(zipped, HttpResponse.BodyHandlers.discarding());

        receiver.awaitSpan(any -> any.name().equals("body-canary"));
        assertTrue(receiver.sawText("body-canary"));
        assertTrue(receiver.sawText("cookie-canary"));
        assertFalse(receiver.sawText("absent-canary"));
        assertEquals("session=cookie-canary", receiver.requests().get(0).header("cookie"));
    }

    @Test
    void grpcCarriesTheSameMessages() {
        ManagedChannel channel = channel();
        try {
            export(channel, OtlpGrpcPort.TRACES, Samples.spans("by grpc"));
            export(channel, OtlpGrpcPort.LOGS, Samples.finding("slow_query"));
            export(channel, OtlpGrpcPort.METRICS, Samples.histogram("by.grpc"));
        } finally {
            channel.shutdownNow();
        }

        receiver.awaitSpan(any -> any.name().equals("by grpc"));
        receiver.awaitFinding("slow_query");
        receiver.awaitMetric(any -> any.name().equals("by.grpc"));
        assertTrue(receiver.sawText("by grpc"));
    }

    @Test
    void answersAreProgrammed() throws Exception {
        receiver.answerNext(Answer.retryAfter(429, 3), Answer.garbage());

        HttpResponse<String> refused = post("/v1/traces", Samples.spans("refused"));
        HttpResponse<String> odd = post("/v1/traces", Samples.spans("odd"));
        HttpResponse<String> usual = post("/v1/traces", Samples.spans("usual"));

        assertEquals(429, refused.statusCode());
        assertEquals("3", refused.headers().firstValue("retry-after").orElse("none"));
        assertTrue(odd.body().startsWith("<html>"), odd.body());
        assertEquals(200, usual.statusCode());
        assertEquals(3, receiver.requests().size());
        assertEquals(
                List.of("odd", "usual"),
                receiver.spans().stream().map(ReceivedSpan::name).toList());
    }

    @Test
    void grpcRefusalsBecomeStatusCodes() {
        receiver.answer(Answer.status(503));
        ManagedChannel channel = channel();
        try {
            StatusRuntimeException refused = assertThrows(
                    StatusRuntimeException.class, () -> export(channel, OtlpGrpcPort.TRACES, Samples.spans("refused")));
            assertEquals(io.grpc.Status.Code.UNAVAILABLE, refused.getStatus().getCode());
        } finally {
            channel.shutdownNow();
        }
        assertTrue(receiver.spans().isEmpty(), receiver.describe());
    }

    @Test
    void aHangingAnswerNeverComesAndACutOneBreaks() {
        receiver.answerNext(Answer.hang(), Answer.cut());
        assertThrows(
                HttpTimeoutException.class, () -> post("/v1/traces", Samples.spans("hung"), Duration.ofSeconds(1)));
        assertThrows(IOException.class, () -> post("/v1/traces", Samples.spans("cut")));
    }

    @Test
    void anUnreadableMessageIsRefusedAndReported() throws Exception {
        HttpResponse<String> answer = post("/v1/traces", ByteString.copyFromUtf8("no protobuf at all"));
        assertEquals(400, answer.statusCode());
        assertTrue(receiver.describe().contains("1 requests that could not be read"), receiver.describe());
    }

    @Test
    void aFailedWaitShowsWhatArrived() throws Exception {
        post("/v1/traces", Samples.spans("the only one"));
        receiver.deadline(Duration.ofMillis(50));
        AssertionError late = assertThrows(
                AssertionError.class, () -> receiver.awaitSpan(any -> any.name().equals("another")));
        assertTrue(late.getMessage().contains("the only one"), late.getMessage());
    }

    private HttpResponse<String> post(String path, ByteString message) throws IOException, InterruptedException {
        return post(path, message, Duration.ofSeconds(10));
    }

    private HttpResponse<String> post(String path, ByteString message, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(receiver.httpEndpoint() + path))
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.toByteArray()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private ManagedChannel channel() {
        URI endpoint = URI.create(receiver.grpcEndpoint());
        return NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
                .usePlaintext()
                .build();
    }

    private static void export(ManagedChannel channel, String method, ByteString message) {
        MethodDescriptor<ByteString, ByteString> descriptor = MethodDescriptor.<ByteString, ByteString>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(new Raw())
                .setResponseMarshaller(new Raw())
                .build();
        ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT, message);
    }

    private static byte[] zip(ByteString message) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            message.writeTo(out);
        }
        return zipped.toByteArray();
    }

    private static final class Raw implements MethodDescriptor.Marshaller<ByteString> {
        @Override
        public InputStream stream(ByteString value) {
            return value.newInput();
        }

        @Override
        public ByteString parse(InputStream stream) {
            try {
                return ByteString.readFrom(stream);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
