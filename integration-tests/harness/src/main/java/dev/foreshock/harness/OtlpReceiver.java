// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An OTLP backend inside the test: http/protobuf on one loopback port, gRPC on another. It keeps what it accepted as simple
 * views to wait for, and every request as raw bytes to search.
 *
 * <p>What a request carried counts as arrived when it was answered with status 200 and the answer neither hangs nor is cut;
 * a test that answers 503 first sees no span twice. Thread-safe.
 */
public final class OtlpReceiver implements AutoCloseable {
    /** Long enough for a JVM to start on a machine that does much else. */
    private static final int SHOWN = 20;

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    private final Arrivals<ReceivedSpan> spans = new Arrivals<>("spans", SHOWN);
    private final Arrivals<ReceivedLog> logs = new Arrivals<>("log records", SHOWN);
    private final Arrivals<ReceivedMetric> metrics = new Arrivals<>("metrics", SHOWN);
    private final Arrivals<ReceivedRequest> requests = new Arrivals<>("requests", SHOWN);
    private final Arrivals<String> faults = new Arrivals<>("requests that could not be read", SHOWN);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Answer> nextAnswers = new ArrayDeque<>();
    private final OtlpHttpPort http;
    private final OtlpGrpcPort grpc;
    private volatile Function<ReceivedRequest, Answer> answers = request -> Answer.OK;
    private volatile Duration deadline = DEFAULT_DEADLINE;

    private OtlpReceiver() throws IOException {
        http = new OtlpHttpPort(this::receive, closing);
        grpc = new OtlpGrpcPort(this::receive, closing);
    }

    /** Listens on two free loopback ports. */
    public static OtlpReceiver start() throws IOException {
        return new OtlpReceiver();
    }

    /** {@code http://127.0.0.1:port}, for {@code OTEL_EXPORTER_OTLP_ENDPOINT} with {@code http/protobuf}. */
    public String httpEndpoint() {
        return "http://127.0.0.1:" + http.port();
    }

    /** {@code http://127.0.0.1:port}, for {@code OTEL_EXPORTER_OTLP_ENDPOINT} with {@code grpc}. */
    public String grpcEndpoint() {
        return "http://127.0.0.1:" + grpc.port();
    }

    /** What points an agent here, with intervals short enough for a test. */
    public Map<String, String> environment() {
        return environment("http/protobuf", httpEndpoint());
    }

    /** As {@link #environment}, by gRPC. */
    public Map<String, String> grpcEnvironment() {
        return environment("grpc", grpcEndpoint());
    }

    private static Map<String, String> environment(String protocol, String endpoint) {
        return Map.of(
                "OTEL_EXPORTER_OTLP_PROTOCOL", protocol,
                "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                "OTEL_BLRP_SCHEDULE_DELAY", "100",
                "OTEL_METRIC_EXPORT_INTERVAL", "500");
    }

    /** From now on answers every request like this. */
    public void answer(Answer answer) {
        answers = request -> answer;
    }

    /** From now on answers each request as the function says. */
    public void answer(Function<ReceivedRequest, Answer> function) {
        answers = function;
    }

    /** Answers the next requests, of whatever signal, with these, and goes on as before after them. */
    public void answerNext(Answer... next) {
        synchronized (nextAnswers) {
            nextAnswers.addAll(List.of(next));
        }
    }

    /** How long the await methods wait from now on. */
    public void deadline(Duration deadline) {
        this.deadline = deadline;
    }

    public List<ReceivedSpan> spans() {
        return spans.all();
    }

    public List<ReceivedSpan> spans(Predicate<? super ReceivedSpan> wanted) {
        return spans.matching(wanted);
    }

    public List<ReceivedLog> logs() {
        return logs.all();
    }

    public List<ReceivedLog> logs(Predicate<? super ReceivedLog> wanted) {
        return logs.matching(wanted);
    }

    public List<ReceivedMetric> metrics() {
        return metrics.all();
    }

    public List<ReceivedMetric> metrics(Predicate<? super ReceivedMetric> wanted) {
        return metrics.matching(wanted);
    }

    public List<ReceivedRequest> requests() {
        return requests.all();
    }

    /** Waits for a span, and answers the first that matches. */
    public ReceivedSpan awaitSpan(Predicate<? super ReceivedSpan> wanted) {
        return awaitSpans(1, wanted).get(0);
    }

    /** Waits until that many spans match, and answers all that do. */
    public List<ReceivedSpan> awaitSpans(int atLeast, Predicate<? super ReceivedSpan> wanted) {
        return await(spans, atLeast, wanted);
    }

    /** Waits until the condition holds for the spans that arrived so far. */
    public List<ReceivedSpan> awaitSpans(Predicate<? super List<ReceivedSpan>> condition) {
        return await(spans, condition);
    }

    /** Waits for a log record, and answers the first that matches. */
    public ReceivedLog awaitLog(Predicate<? super ReceivedLog> wanted) {
        return awaitLogs(1, wanted).get(0);
    }

    /** Waits until that many log records match, and answers all that do. */
    public List<ReceivedLog> awaitLogs(int atLeast, Predicate<? super ReceivedLog> wanted) {
        return await(logs, atLeast, wanted);
    }

    /** Waits until the condition holds for the log records that arrived so far. */
    public List<ReceivedLog> awaitLogs(Predicate<? super List<ReceivedLog>> condition) {
        return await(logs, condition);
    }

    /** Waits for an announcement of a finding of this type ({@code n_plus_one}) in any state. */
    public ReceivedLog awaitFinding(String type) {
        return awaitLog(log -> isFinding(log) && type.equals(log.attribute("foreshock.finding.type")));
    }

    /** All announcements of findings that arrived so far. */
    public List<ReceivedLog> findings() {
        return logs.matching(OtlpReceiver::isFinding);
    }

    /** Waits for a metric, and answers the first export of it that matches. */
    public ReceivedMetric awaitMetric(Predicate<? super ReceivedMetric> wanted) {
        return await(metrics, 1, wanted).get(0);
    }

    /** Waits until the condition holds for the metrics that arrived so far. */
    public List<ReceivedMetric> awaitMetrics(Predicate<? super List<ReceivedMetric>> condition) {
        return await(metrics, condition);
    }

    /** Waits until the condition holds for the requests that came so far, whatever they were answered. */
    public List<ReceivedRequest> awaitRequests(Predicate<? super List<ReceivedRequest>> condition) {
        return await(requests, condition);
    }

    /** Whether the text stands anywhere in what came over the wire: bodies, paths and headers. */
    public boolean sawText(String text) {
        return requests.all().stream()
                .anyMatch(request -> request.contains(text)
                        || request.path().contains(text)
                        || request.headers().toString().contains(text));
    }

    /** Forgets what arrived so far. */
    public void clear() {
        List.of(spans, logs, metrics, requests, faults).forEach(Arrivals::clear);
    }

    /** Everything that arrived, for the message of a failed assertion. */
    public String describe() {
        return String.join(
                "\n",
                spans.describe(),
                logs.describe(),
                metrics.describe(),
                requests.all().size() + " requests",
                faults.describe());
    }

    @Override
    public void close() {
        closing.countDown();
        http.close();
        grpc.close();
    }

    private static boolean isFinding(ReceivedLog log) {
        return log.eventName().equals("foreshock.finding");
    }

    private <T> List<T> await(Arrivals<T> arrivals, int atLeast, Predicate<? super T> wanted) {
        await(arrivals, all -> all.stream().filter(wanted).count() >= atLeast);
        return arrivals.matching(wanted);
    }

    private <T> List<T> await(Arrivals<T> arrivals, Predicate<? super List<T>> condition) {
        try {
            return arrivals.await(condition, deadline);
        } catch (AssertionError late) {
            String what = String.valueOf(late.getMessage()).lines().findFirst().orElseThrow();
            throw new AssertionError(what + " All that arrived:\n" + describe());
        }
    }

    private Answer receive(ReceivedRequest request) {
        requests.add(List.of(request));
        Answer answer = nextAnswer(request);
        if (answer.status() != 200 || answer.hangs() || answer.cuts()) {
            return answer;
        }
        try {
            keep(request);
            return answer;
        } catch (InvalidProtocolBufferException unreadable) {
            faults.add(List.of(request.path() + ": " + unreadable));
            return Answer.status(400);
        }
    }

    private Answer nextAnswer(ReceivedRequest request) {
        Answer next;
        synchronized (nextAnswers) {
            next = nextAnswers.poll();
        }
        return next != null ? next : answers.apply(request);
    }

    private void keep(ReceivedRequest request) throws InvalidProtocolBufferException {
        switch (request.path()) {
            case "/v1/traces", OtlpGrpcPort.TRACES -> spans.add(OtlpMessages.spans(request.body()));
            case "/v1/logs", OtlpGrpcPort.LOGS -> logs.add(OtlpMessages.logs(request.body()));
            case "/v1/metrics", OtlpGrpcPort.METRICS -> metrics.add(OtlpMessages.metrics(request.body()));
            default -> faults.add(List.of("no such path: " + request.path()));
        }
    }
}
