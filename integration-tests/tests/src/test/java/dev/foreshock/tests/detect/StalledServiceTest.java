// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the packaged agent says when another service stops answering and takes the server's threads with it. */
class StalledServiceTest {
    @Test
    void a_dead_third_party_and_the_server_that_it_saturates_are_named() throws Exception {
        HttpClient caller = HttpClient.newHttpClient();
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(StalledService.class)
                        .exportTo(receiver)
                        .environment("OTEL_TRACES_SAMPLER", "always_off")
                        .timeout(Duration.ofMinutes(3))
                        .expectStderr("[a-z_]+ \\((warning|critical)\\): ")
                        .start()) {
            receiver.deadline(Duration.ofSeconds(90));
            URI checkout = URI.create("http://127.0.0.1:" + jvm.awaitReady() + "/checkout");
            HttpRequest request = HttpRequest.newBuilder(checkout).build();
            for (int i = 0; i < 30; i++) {
                assertEquals(
                        200, caller.send(request, BodyHandlers.discarding()).statusCode());
            }
            jvm.send("s");
            jvm.awaitLine(line -> line.equals("stalled"));
            List<CompletableFuture<HttpResponse<Void>>> waiting = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                waiting.add(caller.sendAsync(request, BodyHandlers.discarding()));
            }
            ReceivedLog stalled = receiver.awaitLog(finding("slow_dependency"));
            System.out.println("named after " + (System.nanoTime() - began) / 1_000_000 + " ms");
            assertTrue(stalled.body().matches("http:127\\.0\\.0\\.1:\\d+ does not answer: .*"), stalled::toString);
            assertTrue(stalled.body().contains("it holds up GET /checkout"), stalled::toString);
            assertTrue(details(stalled).contains("StalledService.checkout("), stalled::toString);
            assertEquals("critical", stalled.attribute("foreshock.finding.severity"));

            ReceivedLog saturated = receiver.awaitLog(finding("worker_saturation"));
            assertTrue(
                    saturated
                            .body()
                            .startsWith("20 of 20 request threads (checkout-worker-*) wait for http:127.0.0.1:"),
                    saturated::toString);
            assertTrue(details(saturated).contains("StalledService.checkout("), saturated::toString);

            jvm.send("r");
            for (CompletableFuture<HttpResponse<Void>> answer : waiting) {
                assertEquals(200, answer.get().statusCode());
            }
            jvm.finish().assertClean();
            assertEquals(List.of(), receiver.logs(finding("hanging_call")), "of a dependency that is named already");
        }
    }

    private static String details(ReceivedLog log) {
        return String.valueOf(log.attribute("foreshock.finding.details"));
    }

    private static Predicate<ReceivedLog> finding(String type) {
        return log -> type.equals(log.attribute("foreshock.finding.type"))
                && "open".equals(log.attribute("foreshock.finding.state"));
    }
}
