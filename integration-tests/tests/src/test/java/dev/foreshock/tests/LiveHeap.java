// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is alive in another JVM's heap. */
public final class LiveHeap {
    private LiveHeap() {}

    /** Bytes that are alive after a collection, which this call has made. */
    public static long bytes(ForkedJvm jvm) throws IOException, InterruptedException {
        return column(jvm, 2, "Total");
    }

    /** How many objects of exactly this class are alive after a collection, which this call has made. */
    public static long count(ForkedJvm jvm, Class<?> type) throws IOException, InterruptedException {
        return column(jvm, 1, type.getName());
    }

    /** Of the line that has the word. */
    private static long column(ForkedJvm jvm, int column, String word) throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Jdks.running().resolve("bin/jcmd").toString(), Long.toString(jvm.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, histogram.waitFor(), text);
        return text.lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length > 2 && List.of(words).contains(word))
                .mapToLong(words -> Long.parseLong(words[column]))
                .findFirst()
                .orElse(0);
    }
}
