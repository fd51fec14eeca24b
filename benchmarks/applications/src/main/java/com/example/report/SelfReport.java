// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.report;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers questions on standard input, so that no request has to be made for them, which an agent would record.
 *
 * <p>{@code figures 7} is answered by {@code FIGURES 7 allocated=... heap=... metaspace=... classes=... threads=...};
 * {@code collect 8} by the same after a garbage collection; {@code threads 9} by {@code FIGURES 9} and the names of all live
 * threads, with how often each is there. Bytes are bytes since the start, or of now.
 */
public final class SelfReport {
    private SelfReport() {}

    /** Returns when standard input ends. */
    public static void answerUntilEnd() throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            int space = question.indexOf(' ');
            String number = question.substring(space + 1);
            System.out.println("FIGURES " + number + answer(question.substring(0, space)));
        }
    }

    private static String answer(String question) {
        if (question.equals("threads")) {
            return threads();
        }
        if (question.equals("collect")) {
            // Once more for what the first one only made unreachable.
            System.gc();
            System.gc();
        }
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        return " allocated=" + allocatedBytes()
                + " heap="
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + " metaspace=" + metaspaceBytes()
                + " classes=" + classes.getLoadedClassCount()
                + " threads=" + ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** By the threads that live. On Java 17 that is all there is to know; none of ours ends while it is measured. */
    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private static long metaspaceBytes() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            // Holds the compressed class space, which is a pool of its own beside it.
            if (pool.getName().equals("Metaspace")) {
                return pool.getUsage().getUsed();
            }
        }
        throw new IllegalStateException("this JVM has no metaspace");
    }

    private static String threads() {
        Map<String, Integer> names = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            names.merge(thread.getName().replace(' ', '_'), 1, Integer::sum);
        }
        StringBuilder text = new StringBuilder();
        names.forEach((name, count) -> text.append(' ').append(name).append('=').append(count));
        return text.toString();
    }
}
