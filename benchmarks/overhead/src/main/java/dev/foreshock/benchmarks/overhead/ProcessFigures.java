// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says of a process. */
final class ProcessFigures {
    /** The unit of CPU times in {@code /proc}, on every Linux that Java runs on. */
    private static final double TICK_MILLIS = 10;

    private static final int UTIME = 11;
    private static final int CHILDREN_UTIME = 13;
    private static final double KILOBYTES_PER_MEBIBYTE = 1024;

    private ProcessFigures() {}

    /** CPU time of all threads since its start, user and kernel, in milliseconds. */
    static double cpuMillis(long pid) throws IOException {
        return stat(Long.toString(pid), UTIME);
    }

    /** CPU time of those of our children that have ended, and that we have waited for. */
    static double childrenCpuMillis() throws IOException {
        return stat("self", CHILDREN_UTIME);
    }

    /** Resident memory in MiB. */
    static double residentMebibytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES_PER_MEBIBYTE;
            }
        }
        throw new IOException("no VmRSS of process " + pid);
    }

    private static double stat(String process, int first) throws IOException {
        String line = Files.readString(Path.of("/proc/" + process + "/stat"));
        // The name before it may hold spaces and parentheses.
        List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(first)) + Long.parseLong(fields.get(first + 1))) * TICK_MILLIS;
    }
}
