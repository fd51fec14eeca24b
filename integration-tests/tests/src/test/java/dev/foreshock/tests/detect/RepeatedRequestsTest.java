// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** An N+1 of requests to another service, by a client that ends its calls on threads of its own. */
class RepeatedRequestsTest {
    @Test
    void requests_in_a_loop_are_named_with_the_line_that_makes_them() throws Exception {
        HttpClient caller = HttpClient.newHttpClient();
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(PriceService.class)
                        .exportTo(receiver)
                        .environment("FORESHOCK_NPLUSONE_CONFIRM", "1")
                        .expectStderr("n_plus_one \\((warning|critical)\\): GET /cart ")
                        .start()) {
            int port = jvm.awaitReady();
            for (String path : new String[] {"/item", "/item", "/item", "/cart"}) {
                URI uri = URI.create("http://127.0.0.1:" + port + path);
                assertEquals(
                        200,
                        caller.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                                .statusCode());
            }
            ReceivedLog finding = receiver.awaitFinding("n_plus_one");
            assertTrue(finding.body().contains("20 times"), finding::toString);
            assertTrue(finding.body().contains("PriceService.java:"), finding::toString);
            assertEquals("/cart", finding.attribute("http.route"));
            assertTrue(
                    String.valueOf(finding.attribute("code.function.name")).endsWith("PriceService.priceEach"),
                    finding::toString);
            jvm.finish().assertClean();
            assertEquals(
                    1, receiver.findings().size(), () -> receiver.findings().toString());
            assertFalse(finding.toString().contains("4001"), "no value of a request leaves the process");
        }
    }
}
