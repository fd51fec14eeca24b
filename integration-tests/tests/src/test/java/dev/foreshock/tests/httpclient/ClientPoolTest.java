// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients with fewer connections than calls: what a call has waited for one is told, and is no time of the other side. */
class ClientPoolTest {
    private static final String WAIT = "foreshock.pool.wait_seconds";

    static Stream<Arguments> clients() {
        return Stream.of(
                        ClientUnderTest.of("httpclient4", "HttpClient4App", "floor", "4.5", "latest"),
                        ClientUnderTest.of("httpclient5", "HttpClient5App", "floor", "5.2", "latest"),
                        ClientUnderTest.of("httpclient5", "AsyncHttpClient5App", "floor", "5.2", "latest"))
                .flatMap(ClientUnderTest::arguments);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    void a_wait_for_a_connection_is_no_part_of_the_call(ClientUnderTest client, String version) throws Exception {
        try (ContractServer server = new ContractServer();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = client.jvm(version).exportTo(receiver).start()) {
            ContractCalls calls = new ContractCalls(client, jvm.awaitReady(), server, receiver);
            List<ReceivedSpan> both = calls.all("crowd", "200", server.url("/late"));
            assertEquals(2, both.size(), both::toString);
            ReceivedSpan first = both.get(0);
            ReceivedSpan second = both.get(1);
            assertTrue(first.endEpochNanos() <= second.startEpochNanos(), both::toString);
            // They began one after the other, on two threads or one.
            double least = ContractServer.LATE_MILLIS / 2e3;
            double waited = (Double) second.attribute(WAIT);
            assertTrue(waited >= least, both::toString);
            ReceivedSpan root = receiver.awaitSpan(span ->
                    span.traceId().equals(first.traceId()) && span.kind().equals("SERVER"));
            double all = (Double) root.attribute(WAIT);
            assertTrue(all >= waited, () -> root + " of " + both);
            jvm.finish().assertClean();
        }
    }
}
