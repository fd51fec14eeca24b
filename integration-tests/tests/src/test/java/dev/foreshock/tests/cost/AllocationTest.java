// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a statement allocates more with the agent than without. Escape analysis is off: with it the figure would be what the compiler
 * happened to leave out of H2's own objects, in either run.
 */
class AllocationTest {
    private static final int RECORDED_BYTES = 250;

    /** Most of it is what the SDK takes to hand a span on: its context, its ids as text and as bytes, the marshalling. */
    private static final int EXPORTED_BYTES = 800;

    private static long alone;

    @BeforeAll
    static void measure_without_the_agent() throws IOException {
        alone = run(register().withoutAgent())[0];
    }

    @Test
    void a_statement_that_is_recorded_but_not_sampled() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            long[] bytes = run(register().exportTo(receiver).environment("OTEL_TRACES_SAMPLER", "always_off"));
            long added = bytes[0] - alone;
            System.out.println(added + " bytes a statement, recorded");
            assertTrue(added > 0 && added <= RECORDED_BYTES, added + " bytes");
            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration"));
        }
    }

    /** With the work of the export thread, the request's own span included. */
    @Test
    void a_statement_that_is_exported() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            long[] bytes = run(register().exportTo(receiver));
            long added = bytes[0] - alone + bytes[1];
            System.out.println(added + " bytes a statement, exported");
            assertTrue(bytes[1] > 0 && added <= EXPORTED_BYTES, added + " bytes, " + bytes[1] + " of them exporting");
            assertEquals(
                    10,
                    receiver.spans(span -> span.traceId()
                                            .equals(receiver.awaitSpan(
                                                            root -> root.kind().equals("SERVER"))
                                                    .traceId())
                                    && span.kind().equals("CLIENT"))
                            .size());
        }
    }

    private static JvmBuilder register() {
        return ForkedJvm.of(Register.class)
                .library("h2", "latest")
                .flags("-XX:-DoEscapeAnalysis", "-Xmx256m")
                .arguments("500", "1500");
    }

    private static long[] run(JvmBuilder program) throws IOException {
        String[] bytes = program.run().assertClean().stdout().get(0).split(" ");
        return new long[] {Long.parseLong(bytes[0]), Long.parseLong(bytes[1])};
    }
}
