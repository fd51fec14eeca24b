// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.RedisServer;
import dev.foreshock.tests.LibraryApp;
import dev.foreshock.tests.TracedCases;
import dev.foreshock.tests.detect.ShopApplication;
import dev.foreshock.tests.detect.TroubledService;
import dev.foreshock.tests.kafka.KafkaServer;
import dev.foreshock.tests.metrics.Kiosk;
import dev.foreshock.tests.scheduling.QuartzJobs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Programs under the packaged agent, which together have the metrics that rules and dashboards ask for. */
final class Scenes {
    private static final String FINDINGS = "^\\[foreshock] |[a-z_]+ \\((warning|critical)\\): ";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    /** Takes what has arrived of a program that has ended. */
    private final Consumer<? super OtlpReceiver> record;

    private final Map<String, String> settings;
    private int programs;

    /** {@code settings} are environment variables of all programs. */
    Scenes(Consumer<? super OtlpReceiver> record, Map<String, String> settings) {
        this.record = record;
        this.settings = settings;
    }

    /** Each is a service of its own, so that what is said of one is not taken for another's. */
    private JvmBuilder with(JvmBuilder jvm, OtlpReceiver receiver) {
        jvm.exportTo(receiver)
                .environment("OTEL_SERVICE_NAME", "program-" + ++programs)
                .environment("OTEL_METRIC_EXPORT_INTERVAL", "100")
                .expectStderr(FINDINGS);
        settings.forEach(jvm::environment);
        return jvm;
    }

    /** An N+1, and spans that no backend takes. */
    void findAndLose() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(ForkedJvm.of(ShopApplication.class), receiver)
                        .library("h2", "latest")
                        .library("tomcat", "latest")
                        .arguments("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1")
                        .environment(
                                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:" + unusedPort() + "/v1/traces")
                        .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
                        .environment("OTEL_BSP_EXPORT_TIMEOUT", "100")
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        .environment("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0")
                        .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/healthy"));
            // What the first export holds already is no rise.
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.findings"));
            assertEquals(200, get(port, "/n-plus-one"));
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.findings")
                    && metric.hasPoint(point ->
                            "n_plus_one".equals(point.attribute("foreshock.finding.type")) && point.value() > 0));
            receiver.awaitMetric(metric ->
                    metric.name().equals("foreshock.findings.open") && metric.hasPoint(point -> point.value() > 0));
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.dropped")
                    && metric.hasPoint(point -> "spans_export_failed".equals(point.attribute("foreshock.reason"))));
            receiver.awaitMetric(metric -> metric.name().startsWith("jvm.cpu."));
            jvm.finish();
            record.accept(receiver);
        }
    }

    void waitForConnections() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(
                                LibraryApp.of("hikaricp", "latest", "HikariPoolApp", "JdbcPoolApp", "PoolApp")
                                        .jvm(),
                                receiver)
                        .library("h2", "latest")
                        .arguments("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1")
                        .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/case/plain"));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.connection.wait_time"));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.connection.timeouts"));
            jvm.finish().assertClean();
            record.accept(receiver);
        }
    }

    /** Requests that are answered with an error: the first one of a process, and the first one after a second without any. */
    void fail() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(ForkedJvm.of(Kiosk.class), receiver)
                        .library("h2", "latest")
                        .environment("FORESHOCK_COLDSTART_IDLE_SECONDS", "1")
                        .start()) {
            int port = jvm.awaitReady();
            assertEquals(500, get(port, "/broken"));
            long later = (System.currentTimeMillis() + 2_000) * 1_000_000;
            receiver.awaitMetric(metric -> metric.hasPoint(point -> point.epochNanos() > later));
            assertEquals(500, get(port, "/broken"));
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.cold_start.duration")
                    && metric.hasPoint(point -> "idle".equals(point.attribute("foreshock.cold_start.kind"))));
            jvm.finish().assertClean();
            record.accept(receiver);
        }
    }

    /** Another service that answers nothing but errors, until that is found. */
    void dependOnWhatFails() throws Exception {
        HttpServer other = answering(500);
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(ForkedJvm.of(TroubledService.class), receiver)
                        .arguments("http://127.0.0.1:" + other.getAddress().getPort())
                        .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/page?1"));
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.findings"));
            // It is judged every ten seconds, and named when calls have failed in three of them.
            long begin = System.nanoTime();
            while (receiver.findings().isEmpty() && System.nanoTime() - begin < PATIENCE_NANOS) {
                assertEquals(200, get(port, "/quote"));
                TimeUnit.MILLISECONDS.sleep(200);
            }
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.findings.open")
                    && metric.hasPoint(point -> "failing_dependency".equals(point.attribute("foreshock.finding.type"))
                            && point.value() > 0));
            jvm.finish().assertClean();
            record.accept(receiver);
        } finally {
            other.stop(0);
        }
    }

    private static HttpServer answering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Commands to a database that has an address, one of them refused. */
    void command() throws Exception {
        try (RedisServer server = RedisServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(
                                LibraryApp.of("jedis", "latest", "JedisApp", "RedisApp")
                                        .jvm(),
                                receiver)
                        .expectStderr("^SLF4J")
                        .arguments(
                                Integer.toString(server.port()),
                                Integer.toString(unusedPort()),
                                Integer.toString(server.port()))
                        .start()) {
            TracedCases cases = new TracedCases(jvm.awaitReady());
            cases.perform("hit");
            cases.perform("error");
            jvm.finish().assertClean();
            record.accept(receiver);
        }
    }

    /** Another service that fails, and is asked again. */
    void repeat() throws Exception {
        HttpServer other = answering(503);
        String url = "http://127.0.0.1:" + other.getAddress().getPort() + "/quotes/17";
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(
                                LibraryApp.of("resilience4j", "latest", "ResilienceApp", "RetryingApp")
                                        .jvm(),
                                receiver)
                        .arguments(url)
                        .start()) {
            assertEquals(502, get(jvm.awaitReady(), "/same"));
            // Counted every ten seconds.
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.retries"));
            jvm.finish().assertClean();
            record.accept(receiver);
        } finally {
            other.stop(0);
        }
    }

    /** gRPC in and out, with and without an error. */
    void call() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(
                                LibraryApp.of("grpc", "latest", "GrpcClientApp", "OrdersGrpc", "Items")
                                        .jvm(),
                                receiver)
                        .start()) {
            int port = jvm.awaitReady();
            assertEquals(200, get(port, "/case/netty/find"));
            assertEquals(200, get(port, "/case/netty/break"));
            jvm.finish().assertClean();
            record.accept(receiver);
        }
    }

    /** Messages that are sent and consumed, one that cannot be sent, and one that its consumer fails at. */
    void queue() throws Exception {
        try (KafkaServer server = KafkaServer.start();
                OtlpReceiver receiver = OtlpReceiver.start()) {
            String broker = Integer.toString(server.port());
            try (ForkedJvm jvm = with(
                            LibraryApp.of("kafka-clients", "latest", "KafkaApp", "KafkaSemantics")
                                    .jvm(),
                            receiver)
                    .arguments(broker, Integer.toString(unusedPort()), "a")
                    .start()) {
                TracedCases cases = new TracedCases(jvm.awaitReady());
                cases.perform("one");
                cases.perform("unreachable");
                // Its consumer stays, where the others may be closed before the next export.
                cases.perform("lag");
                receiver.awaitMetric(metric -> metric.name().equals("foreshock.messaging.lag"));
                jvm.finish().assertClean();
            }
            try (ForkedJvm jvm = with(
                            LibraryApp.of("spring-kafka", "latest", "SpringKafkaApp")
                                    .jvm(),
                            receiver)
                    .arguments(broker)
                    .start()) {
                assertEquals("done", new TracedCases(jvm.awaitReady()).perform("failing"));
                jvm.finish().assertClean();
            }
            record.accept(receiver);
        }
    }

    /** Jobs that end and jobs that fail. */
    void schedule() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(ForkedJvm.of(QuartzJobs.class), receiver)
                        .library("quartz", "latest")
                        .library("h2", "latest")
                        .start()) {
            jvm.awaitReady();
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.unit.duration")
                    && metric.hasPoint(point -> point.attribute("error.type") != null));
            jvm.finish().assertClean();
            record.accept(receiver);
        }
    }

    void lookUp() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = with(
                                LibraryApp.of("caffeine", "latest", "CaffeineApp", "CacheApp", "QueueApp")
                                        .jvm(),
                                receiver)
                        .library("h2", "latest")
                        .arguments("0")
                        .start()) {
            TracedCases cases = new TracedCases(jvm.awaitReady());
            cases.perform("load");
            jvm.finish().assertClean();
            record.accept(receiver);
        }
    }

    private static int get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
