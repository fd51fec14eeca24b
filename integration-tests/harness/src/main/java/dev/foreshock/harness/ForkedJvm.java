// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A JVM of its own, with the packaged agent attached unless the builder says otherwise. Both its streams are read all the
 * time. It ends with {@link #finish} or {@link #close}, and in any case with the JVM of the test.
 *
 * <p>A child that serves requests calls {@link Child#ready} and {@link Child#awaitEnd}; the test calls {@link #awaitReady},
 * talks to it, and calls {@link #finish}.
 */
public final class ForkedJvm implements AutoCloseable {
    private static final Duration THREAD_DUMP_TIMEOUT = Duration.ofSeconds(5);

    private static final int SHOWN_LINES = 200;
    /** Enough for the threads of one that hangs: the main thread, which often says most, is printed first. */
    private static final int SHOWN_LINES_OF_THREADS = 4_000;

    private final Process process;
    private final Duration timeout;
    private final List<Pattern> expectedStderr;
    private final Arrivals<String> stdout = new Arrivals<>("lines on standard output", SHOWN_LINES);
    private final Arrivals<String> stderr = new Arrivals<>("lines on standard error", SHOWN_LINES);
    private final Thread stdoutReader;
    private final Thread stderrReader;

    ForkedJvm(Process process, Duration timeout, List<Pattern> expectedStderr) {
        this.process = ChildProcesses.adopt(process);
        this.timeout = timeout;
        this.expectedStderr = expectedStderr;
        this.stdoutReader = read(process.getInputStream(), stdout, "stdout");
        this.stderrReader = read(process.getErrorStream(), stderr, "stderr");
    }

    /** Runs the main method of a class of the test, with the test's classes and {@link Child} on the class path. */
    public static JvmBuilder of(Class<?> main) {
        return of(main.getName()).classPathOf(main).classPathOf(Child.class);
    }

    /** Runs a main class that the builder's class path holds. */
    public static JvmBuilder of(String mainClass) {
        return new JvmBuilder(List.of(mainClass));
    }

    /** Runs an executable jar. */
    public static JvmBuilder ofJar(Path jar) {
        return new JvmBuilder(List.of("-jar", jar.toString()));
    }

    /** Waits until the child says that it is ready, and answers its port. */
    public int awaitReady() {
        return Integer.parseInt(awaitLine(line -> line.startsWith(Child.READY))
                .substring(Child.READY.length())
                .trim());
    }

    /** Waits for a line on standard output, and fails early where the JVM ends without it. */
    public String awaitLine(Predicate<String> wanted) {
        return awaitLine(stdout, wanted);
    }

    /** Waits for a line on standard error, and fails early where the JVM ends without it. */
    public String awaitErrorLine(Predicate<String> wanted) {
        return awaitLine(stderr, wanted);
    }

    /** Sends a line to the child's standard input. */
    public void send(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    public List<String> stdout() {
        return stdout.all();
    }

    public List<String> stderr() {
        return stderr.all();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM, as an orchestrator does, without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** Closes the child's standard input, waits for its end and answers how it went. Fails where it does not end. */
    public JvmExit finish() throws IOException {
        long start = System.nanoTime();
        closeStdin();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                printThreads();
                close();
                throw new AssertionError("the JVM did not end within " + timeout + "\n"
                        + stdout.describe(SHOWN_LINES_OF_THREADS) + "\n" + stderr.describe() + "\n");
            }
            Duration ending = Duration.ofNanos(System.nanoTime() - start);
            ChildProcesses.release(process);
            stdoutReader.join(timeout.toMillis());
            stderrReader.join(timeout.toMillis());
            return new JvmExit(process.exitValue(), stdout.all(), stderr.all(), expectedStderr, ending);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            throw new AssertionError("interrupted while the JVM was ending", interrupted);
        }
    }

    /** Kills the JVM, and all it started, where they still run. */
    @Override
    public void close() {
        ChildProcesses.kill(process);
    }

    private String awaitLine(Arrivals<String> lines, Predicate<String> wanted) {
        lines.await(all -> all.stream().anyMatch(wanted) || ended(lines), timeout);
        return lines.matching(wanted).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("the JVM ended before it said so\n" + describe()));
    }

    /** Only true once all that the process said has been read. */
    private boolean ended(Arrivals<String> lines) {
        Thread reader = lines == stdout ? stdoutReader : stderrReader;
        return !process.isAlive() && !reader.isAlive();
    }

    /** Has the JVM print its threads on its standard output, which shows what it hangs in. */
    private void printThreads() throws IOException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start();
        try {
            stdout.await(all -> all.stream().anyMatch(line -> line.startsWith("JNI global ref")), THREAD_DUMP_TIMEOUT);
        } catch (AssertionError frozen) {
            stdout.add(List.of("(no thread dump within " + THREAD_DUMP_TIMEOUT + ")"));
        }
    }

    private void closeStdin() throws IOException {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            if (process.isAlive()) {
                throw gone;
            }
        }
    }

    private String describe() {
        return stdout.describe() + "\n" + stderr.describe() + "\n";
    }

    private static Thread read(InputStream stream, Arrivals<String> lines, String name) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader in =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = in.readLine(); line != null; line = in.readLine()) {
                            lines.add(List.of(line));
                        }
                    } catch (IOException closed) {
                        lines.add(List.of("(" + name + " broke off: " + closed.getMessage() + ")"));
                    }
                    // Wakes those who wait for a line that can no longer come.
                    lines.add(List.of());
                },
                "child-" + name);
        reader.setDaemon(true);
        reader.start();
        return reader;
    }
}
