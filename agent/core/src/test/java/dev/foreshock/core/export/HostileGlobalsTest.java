// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application sets for the whole JVM does not reach export, and the collector gets nothing of it. */
@Timeout(120)
class HostileGlobalsTest {

    /** A JVM that has ended, with what it wrote. */
    private record Fork(int exit, String output) {
        static Fork run(Class<?> main, List<String> options, List<String> arguments)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            command.addAll(arguments);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            return new Fork(process.waitFor(), output);
        }
    }

    private static Fork hostile(String... variables) throws IOException, InterruptedException {
        return Fork.run(HostileMain.class, List.of(), List.of(variables));
    }

    @Test
    void overHttp() throws IOException, InterruptedException {
        try (Collector collector = new Collector()) {
            Fork fork = Fork.run(
                    HostileMain.class,
                    List.of("-Dhostile.sockets=true"),
                    List.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()));
            assertEquals(0, fork.exit(), fork.output());
            Rig.await(() -> collector.spans().size() == 2, () -> "nothing kept");
            assertTrue(
                    collector.headers.stream().noneMatch(headers -> headers.containsKey("Cookie")),
                    collector.headers::toString);
        }
    }

    @Test
    void overTls() throws IOException, InterruptedException, GeneralSecurityException {
        Certificates certificates = Certificates.shared();
        try (Collector collector = new Collector(certificates.server(false))) {
            String url = "https://127.0.0.1:" + collector.port();
            String ca = certificates.pem("ca").toString();
            Fork fork = hostile("OTEL_EXPORTER_OTLP_ENDPOINT", url, "OTEL_EXPORTER_OTLP_CERTIFICATE", ca);
            assertEquals(0, fork.exit(), fork.output());
            Rig.await(() -> collector.spans().size() == 2, () -> "nothing kept");

            Fork distrustful = hostile("OTEL_EXPORTER_OTLP_ENDPOINT", url);
            assertNotEquals(0, distrustful.exit(), "the application's trust in everybody was inherited");
            assertTrue(distrustful.output().contains("asked: []"), distrustful.output());
        }
    }

    @Test
    void whenTheBackendWantsCredentials() throws IOException, InterruptedException {
        try (Collector collector = new Collector()) {
            collector.answer = exchange -> {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"collector\"");
                exchange.sendResponseHeaders(401, -1);
            };
            Fork fork = hostile("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
            assertTrue(fork.output().contains("asked: []"), fork.output());
            assertTrue(fork.output().contains("HTTP 401"), fork.output());
            assertTrue(collector.headers.stream().noneMatch(headers -> headers.containsKey("Authorization")));
        }
    }

    @Test
    void overGrpc() throws IOException, InterruptedException {
        try (GrpcCollector collector = new GrpcCollector()) {
            Fork fork = hostile("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(), "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
            assertEquals(0, fork.exit(), fork.output());
            Rig.await(() -> collector.traces.size() == 1, () -> "nothing kept");
        }
    }

    /** The class is loaded, the thread is started, and nothing else: everything else waits for something to export. */
    @Test
    void startingLoadsNoExporter() throws IOException, InterruptedException {
        Fork fork = Fork.run(StartMain.class, List.of("-Xlog:class+load"), List.of());
        assertEquals(0, fork.exit(), fork.output());
        List<String> loaded = fork.output()
                .lines()
                .dropWhile(line -> !line.contains("before start"))
                .takeWhile(line -> !line.contains("after shutdown"))
                .toList();
        assertTrue(loaded.stream().anyMatch(line -> line.contains("export.ExportLoop")), loaded::toString);
        for (String foreign : List.of(
                "io.opentelemetry", "okhttp3", "kotlin", "java.util.logging", "java.nio.file", "java.util.regex")) {
            List<String> found = loaded.stream()
                    .filter(line -> line.contains(foreign) && !line.contains("shared objects file"))
                    .toList();
            assertEquals(List.of(), found);
        }
    }
}
