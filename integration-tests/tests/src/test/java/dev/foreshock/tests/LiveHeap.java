// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What is alive in another JVM's heap. */
public final class LiveHeap {
    private LiveHeap() {}

    /** Bytes that are alive after a collection, which this call has made. */
    public static long bytes(ForkedJvm jvm) throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Jdks.running().resolve("bin/jcmd").toString(), Long.toString(jvm.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, histogram.waitFor(), text);
        String total = text.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }
}
