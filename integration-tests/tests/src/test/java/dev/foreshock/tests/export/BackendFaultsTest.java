// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.Answer;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackendFaultsTest {
    /** What the program prints without the agent: 200 times the sum of the squares from 1 to 100. */
    private static final String RESULT = "sum 67670000";

    /**
     * From the program's last line to the end of the process: the 2 s that the agent may take to flush, and what a busy
     * machine adds. Without the bound, a backend that hangs would keep the process for the export timeout of 10 s a signal.
     */
    private static final Duration ENDING = Duration.ofSeconds(9);

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("answers 503 and asks to come back in an hour", Answer.retryAfter(503, 3600)),
                Arguments.of("answers 429", Answer.status(429)),
                Arguments.of("answers 400", Answer.status(400)),
                Arguments.of("answers 500", Answer.status(500)),
                Arguments.of("answers with a web page", Answer.garbage()),
                Arguments.of("answers 10 MB", Answer.huge(10 << 20)),
                Arguments.of("hangs", Answer.hang()),
                Arguments.of("breaks off", Answer.cut()));
    }

    @ParameterizedTest(name = "a backend that {0}")
    @MethodSource("faults")
    void theProgramNoticesNothing(String name, Answer answer) throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answer(answer);
            assertUnaffected(workload().exportTo(receiver));
            assertFalse(receiver.requests().isEmpty(), "nothing was exported, so nothing was tested");
        }
    }

    @ParameterizedTest(name = "a gRPC backend that {0}")
    @MethodSource("faults")
    void theProgramNoticesNothingByGrpcEither(String name, Answer answer) throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            receiver.answer(answer);
            assertUnaffected(workload().exportByGrpcTo(receiver));
            assertFalse(receiver.requests().isEmpty(), "nothing was exported, so nothing was tested");
        }
    }

    @Test
    void aBackendThatIsNotThereIsNamedOnStandardError() throws IOException {
        String endpoint = "http://127.0.0.1:" + unusedPort();
        JvmExit exit = assertUnaffected(workload().environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));
        assertTrue(exit.stderr().stream().anyMatch(line -> line.contains(endpoint)), exit.describe());
    }

    /** It accepts connections into its backlog and never reads a byte. */
    @Test
    void aBackendThatNeverReadsHoldsNobodyUp() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertUnaffected(
                    workload().environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + deaf.getLocalPort()));
        }
    }

    @Test
    void aHealthyBackendGetsEverythingAndTheSameHolds() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmExit exit = assertUnaffected(workload().exportTo(receiver));
            receiver.awaitSpan(
                    span -> String.valueOf(span.attribute("db.query.text")).startsWith("SELECT amount"));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration")
                    && metric.hasPoint(point -> point.count() == Workload.STATEMENTS));
            assertEquals(RESULT, exit.stdout().get(0));
        }
    }

    private static JvmExit assertUnaffected(JvmBuilder program) throws IOException {
        try (ForkedJvm jvm = program.start()) {
            jvm.awaitLine(line -> line.startsWith("sum "));
            JvmExit exit = jvm.finish().assertCode(Workload.EXIT_CODE);
            assertEquals(1, exit.stdout().size(), exit.describe());
            assertEquals(RESULT, exit.stdout().get(0));
            assertTrue(exit.ending().compareTo(ENDING) < 0, () -> "it took " + exit.ending() + " to end");
            return exit;
        }
    }

    private static JvmBuilder workload() {
        return ForkedJvm.of(Workload.class)
                .library("h2", "latest")
                // Little memory: what cannot be exported must not pile up.
                .flags("-Xmx48m")
                .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
                .environment("OTEL_METRIC_EXPORT_INTERVAL", "500")
                .expectStderr("^\\[foreshock] ");
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
