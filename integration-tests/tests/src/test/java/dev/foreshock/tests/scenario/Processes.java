// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.tests.attach.CrashingMain;
import dev.foreshock.tests.detect.TroubledService;
import dev.foreshock.tests.lambda.Functions;
import dev.foreshock.tests.lambda.RuntimeApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Scenarios of a whole process: it starts, has nothing to do for a while, or dies. Each is a JVM of its own, and all of them run at
 * the same time. What takes minutes by the default settings takes seconds here.
 */
final class Processes implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final Scenarios scenarios;
    private final Path directory;

    /** What is done with one process, from its start to its end. */
    private interface Life {
        void live(OtlpReceiver receiver) throws Exception;
    }

    /** @param directory an empty one */
    Processes(Scenarios scenarios, Path directory) {
        this.scenarios = scenarios;
        this.directory = directory;
    }

    void start() {
        start("cold-service", Set.of("readiness_before_warm", "cold_after_idle"), this::coldService);
        start("warm-service", Set.of(), this::warmService);
        start("crashes", Set.of("crash"), receiver -> crash(receiver));
        start("gives-up", Set.of(), receiver -> crash(receiver, "handled"));
        if (Functions.haveNativeCode()) {
            start("slow-function", Set.of("cold_start"), this::slowFunction);
        }
    }

    private void start(String name, Set<String> expected, Life life) {
        scenarios.begin(name, expected);
        running.add(threads.submit(() -> {
            try (OtlpReceiver receiver = OtlpReceiver.start()) {
                receiver.deadline(Duration.ofSeconds(100));
                try {
                    life.live(receiver);
                } finally {
                    scenarios.note(name, receiver.logs());
                }
            }
            return null;
        }));
    }

    /** Waits until all of them have ended. */
    void join() throws Exception {
        for (Future<?> each : running) {
            each.get(150, TimeUnit.SECONDS);
        }
    }

    private static ForkedJvm service(OtlpReceiver receiver) throws Exception {
        return ForkedJvm.of(TroubledService.class)
                .arguments("http://127.0.0.1:1/")
                .timeout(Duration.ofMinutes(3))
                .environment("FORESHOCK_COLDSTART_FIRST_SECONDS", "5")
                .environment("FORESHOCK_COLDSTART_IDLE_SECONDS", "3")
                .expectStderr("[a-z_]+ \\((warning|critical)\\): ")
                .exportTo(receiver)
                .start();
    }

    /** Slow when its first visitors come, and whenever nobody has come for a while. */
    private void coldService(OtlpReceiver receiver) throws Exception {
        try (ForkedJvm jvm = service(receiver)) {
            int port = jvm.awaitReady();
            visitTogether(port, 4, 1_300);
            while (isMissing(receiver, "readiness_before_warm")) {
                visit(port, 1);
                Thread.sleep(50);
            }
            for (int times = 0; times < 2; times++) {
                idle();
                visit(port, 1_500);
                visitAgain(port);
            }
            receiver.awaitFinding("cold_after_idle");
            jvm.finish().assertClean();
        }
    }

    /** As every process: its very first requests are slow, and one after a pause may be. */
    private void warmService(OtlpReceiver receiver) throws Exception {
        try (ForkedJvm jvm = service(receiver)) {
            int port = jvm.awaitReady();
            visitTogether(port, 2, 1_300);
            long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(21);
            while (System.nanoTime() < warm) {
                visit(port, 1);
                Thread.sleep(50);
            }
            for (long first : new long[] {1_500, 1, 1}) {
                idle();
                visit(port, first);
                visitAgain(port);
            }
            jvm.finish().assertClean();
        }
    }

    private static void crash(OtlpReceiver receiver, String... arguments) throws Exception {
        try (ForkedJvm jvm = ForkedJvm.of(CrashingMain.class)
                .library("h2", "latest")
                .arguments(arguments)
                .exportTo(receiver)
                .start()) {
            jvm.awaitReady();
            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration"));
            assertEquals(1, jvm.finish().code());
        }
    }

    private void slowFunction(OtlpReceiver receiver) throws Exception {
        try (RuntimeApi api = new RuntimeApi(List::of);
                ForkedJvm jvm = Functions.of("latest", "LambdaApp", api, directory)
                        .exportTo(receiver)
                        .expectStderr("cold_start \\(warning\\): ")
                        .start()) {
            api.invoke("{\"slow\": true}");
            receiver.awaitFinding("cold_start");
            jvm.finish().assertClean();
        }
    }

    private static boolean isMissing(OtlpReceiver receiver, String type) {
        List<ReceivedLog> all = receiver.logs(log -> type.equals(log.attribute("foreshock.finding.type")));
        return all.isEmpty();
    }

    /** What is waited for is that nothing happens. */
    private static void idle() throws InterruptedException {
        Thread.sleep(3_500);
    }

    private static HttpRequest page(int port, long millis) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/page?" + millis))
                .build();
    }

    private void visit(int port, long millis) throws Exception {
        assertEquals(
                200, http.send(page(port, millis), BodyHandlers.discarding()).statusCode());
    }

    private void visitAgain(int port) throws Exception {
        for (int i = 0; i < 10; i++) {
            visit(port, 1);
        }
    }

    private void visitTogether(int port, int visitors, long millis) throws Exception {
        List<CompletableFuture<HttpResponse<Void>>> visits = new ArrayList<>();
        for (int i = 0; i < visitors; i++) {
            visits.add(http.sendAsync(page(port, millis), BodyHandlers.discarding()));
        }
        for (CompletableFuture<HttpResponse<Void>> each : visits) {
            assertEquals(200, each.get(60, TimeUnit.SECONDS).statusCode());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
