// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes that are running for us. None outlives this JVM: a shutdown hook ends them, with all they started. */
final class ChildProcesses {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final long GRACE_SECONDS = 10;

    private static volatile boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcesses::cleanUp, "end-children"));
    }

    private ChildProcesses() {}

    static Process adopt(Process process) {
        ALIVE.add(process);
        if (ending) {
            kill(process);
        }
        return process;
    }

    /** Whether this JVM is ending, while its threads still run: what they leave behind now, nobody cleans up. */
    static boolean isEnding() {
        return ending;
    }

    /** Asks the process to end, and after ten seconds kills it. Waits until it is gone. */
    static void end(Process process) {
        process.destroy();
        if (!goneWithin(process, GRACE_SECONDS)) {
            kill(process);
        }
        ALIVE.remove(process);
    }

    /** Kills the process and everything it started, and waits until it is gone. */
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        goneWithin(process, GRACE_SECONDS);
        ALIVE.remove(process);
    }

    /** The process has ended by itself. */
    static void release(Process process) {
        ALIVE.remove(process);
    }

    /** One hook for both, since hooks run in any order and a directory can only go once nobody writes to it. */
    private static void cleanUp() {
        ending = true;
        ALIVE.forEach(ChildProcesses::kill);
        TemporaryDirectory.deleteAll();
    }

    private static boolean goneWithin(Process process, long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
