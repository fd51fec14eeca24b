// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * How long Hello World takes to reach {@code main}, and to end: without an agent, with an agent that does nothing, with
 * Foreshock, and with any others given as {@code name=path}. Rounds are interleaved, so that a change in the machine's load
 * meets all alike; medians are printed, with their ratio to no agent.
 */
public final class StartUp {
    private static final int ROUNDS = 25;

    private StartUp() {}

    /** The application. */
    public static final class Hello {
        private Hello() {}

        public static void main(String[] args) {
            System.out.println("Hello World");
        }
    }

    /** An agent that does nothing. */
    public static final class EmptyAgent {
        private EmptyAgent() {}

        public static void premain(@Nullable String args) {}
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("foreshock-startup");
        try {
            Path application = jar(directory.resolve("hello.jar"), Hello.class, Attributes.Name.MAIN_CLASS.toString());
            Map<String, @Nullable Path> agents = new LinkedHashMap<>();
            agents.put("no agent", null);
            agents.put("empty agent", jar(directory.resolve("empty.jar"), EmptyAgent.class, "Premain-Class"));
            for (String arg : args) {
                int equals = arg.indexOf('=');
                agents.put(arg.substring(0, equals), Path.of(arg.substring(equals + 1)));
            }
            compare(application, agents);
        } finally {
            try (var files = Files.list(directory)) {
                files.forEach(StartUp::delete);
            }
            Files.delete(directory);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(Path path, Class<?> type, String attribute) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(attribute, type.getName());
        String entry = type.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            in.transferTo(jar);
        }
        return path;
    }

    private static void compare(Path application, Map<String, @Nullable Path> agents)
            throws IOException, InterruptedException {
        Map<String, List<long[]>> times = new LinkedHashMap<>();
        for (int round = -2; round < ROUNDS; round++) {
            for (Map.Entry<String, @Nullable Path> agent : agents.entrySet()) {
                long[] nanos = run(application, agent.getValue());
                // The first rounds fill the page cache.
                if (round >= 0) {
                    times.computeIfAbsent(agent.getKey(), name -> new ArrayList<>())
                            .add(nanos);
                }
            }
        }
        long[] base = medians(times.get("no agent"));
        System.out.printf("medians of %d runs on JDK %s%n", ROUNDS, Runtime.version());
        for (Map.Entry<String, List<long[]>> entry : times.entrySet()) {
            long[] medians = medians(entry.getValue());
            System.out.printf(
                    Locale.ROOT,
                    "%-16s first line after %5d ms (x %.2f), exit after %5d ms (x %.2f)%n",
                    entry.getKey(),
                    medians[0] / 1_000_000,
                    (double) medians[0] / base[0],
                    medians[1] / 1_000_000,
                    (double) medians[1] / base[1]);
        }
    }

    private static long[] medians(List<long[]> times) {
        long[] medians = new long[2];
        for (int i = 0; i < medians.length; i++) {
            long[] sorted = new long[times.size()];
            for (int j = 0; j < sorted.length; j++) {
                sorted[j] = times.get(j)[i];
            }
            Arrays.sort(sorted);
            medians[i] = sorted[sorted.length / 2];
        }
        return medians;
    }

    /** Nanoseconds until the first line and until the exit. */
    private static long[] run(Path application, @Nullable Path agent) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (agent != null) {
            command.add("-javaagent:" + agent);
        }
        command.add("-jar");
        command.add(application.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // No backend listens here, and none shall be waited for.
        for (String signal : List.of("TRACES", "METRICS", "LOGS")) {
            builder.environment().put("OTEL_" + signal + "_EXPORTER", "none");
        }
        long start = System.nanoTime();
        Process process = builder.start();
        long[] nanos = new long[2];
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals("Hello World")) {
                    nanos[0] = System.nanoTime() - start;
                }
            }
        }
        int exit = process.waitFor();
        nanos[1] = System.nanoTime() - start;
        if (exit != 0 || nanos[0] == 0) {
            throw new IOException("exit code " + exit + " of " + command);
        }
        return nanos;
    }
}
