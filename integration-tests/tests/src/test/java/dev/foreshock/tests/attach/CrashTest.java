// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import org.junit.jupiter.api.Test;

class CrashTest {
    @Test
    void an_exception_that_ends_main_has_gone_out_when_the_process_ends() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(CrashingMain.class)
                        .library("h2", "latest")
                        .exportTo(receiver)
                        .environment("OTEL_TRACES_SAMPLER", "always_off")
                        .start()) {
            jvm.awaitReady();
            // What is sent was woven: a program that ends before anything is woven cannot be seen.
            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration"));
            JvmExit exit = jvm.finish();
            assertEquals(1, exit.code());
            assertTrue(
                    exit.stderr().stream()
                            .anyMatch(line -> line.startsWith("Exception in thread \"main\" java.lang.IllegalState")),
                    exit::describe);
            ReceivedLog crash = receiver.awaitLog(log -> log.eventName().equals("exception"));
            assertEquals("java.lang.IllegalStateException", crash.attribute("exception.type"));
            assertEquals("ERROR", crash.severity());
            assertTrue(
                    String.valueOf(crash.attribute("exception.stacktrace")).contains("CrashingMain.main("),
                    crash::toString);
            assertEquals(
                    "background main",
                    receiver.awaitSpan(span -> !span.traceId().isEmpty()
                                    && span.traceId().equals(crash.traceId())
                                    && span.spanId().equals(crash.spanId()))
                            .name());
        }
    }
}
