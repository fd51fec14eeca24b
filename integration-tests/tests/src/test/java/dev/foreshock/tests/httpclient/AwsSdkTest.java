// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One span for each attempt of the AWS SDK, which says by itself how many there were before. */
class AwsSdkTest {
    private static final List<ClientUnderTest> CLIENTS = List.of(
            ClientUnderTest.of("aws-sdk", "S3App", "floor", "2.25", "latest"),
            ClientUnderTest.of("aws-sdk-url-connection", "S3App", "floor", "2.25", "latest"),
            ClientUnderTest.of("aws-sdk", "S3NettyApp", "floor", "2.25", "latest"));

    static Stream<Arguments> clients() {
        return CLIENTS.stream().flatMap(ClientUnderTest::arguments);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    void records_every_attempt(ClientUnderTest client, String version) throws Exception {
        try (ContractServer server = new ContractServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = client.jvm(version).exportTo(receiver).start()) {
            ContractCalls calls = new ContractCalls(client, jvm.awaitReady(), server, receiver);

            ReceivedSpan get = calls.one("get", "200", server.url("/items/17"));
            assertTrue(String.valueOf(get.attribute("url.full")).startsWith(server.url("/items/17")), get::toString);
            assertEquals(200L, get.attribute("http.response.status_code"), get::toString);
            assertNull(get.attribute("http.request.resend_count"), get::toString);
            assertEquals(30.0, get.attribute("foreshock.timeout.response"), get::toString);

            ReceivedSpan gone = calls.one("get", "404", server.url("/gone/1"));
            assertEquals(404L, gone.attribute("http.response.status_code"), gone::toString);

            List<ReceivedSpan> retry = calls.all("retry", "200", server.url("/flaky/1"));
            assertEquals(2, retry.size(), retry::toString);
            assertEquals(503L, retry.get(0).attribute("http.response.status_code"), retry::toString);
            assertNull(retry.get(0).attribute("http.request.resend_count"), retry::toString);
            assertEquals(200L, retry.get(1).attribute("http.response.status_code"), retry::toString);
            assertEquals(1L, retry.get(1).attribute("http.request.resend_count"), retry::toString);

            String refused = "http://127.0.0.1:" + ContractServer.closedPort() + "/items/1";
            for (ReceivedSpan attempt : calls.all("get", null, refused)) {
                assertEquals("ERROR", attempt.statusCode(), attempt::toString);
                // The pool of Netty's client may be slower than the refusal.
                assertTrue(
                        String.valueOf(attempt.attribute("error.type")).matches(".*(onnect|Timeout).*"),
                        attempt::toString);
            }
            assertFalse(receiver.sawText("hunter2"), "a secret went out");
            jvm.finish().assertClean();
        }
    }
}
