// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.redis;

import dev.foreshock.harness.Libraries;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/** A real Redis on the loopback interface, from the binaries that a jar carries. Keeps nothing on disk. */
public final class RedisServer implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path directory;
    private final int port;
    private final Process process;

    private RedisServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** {@code settings} as on the command line. */
    public static RedisServer start(String... settings) throws IOException {
        Path directory = Files.createTempDirectory("foreshock-redis");
        Path program = unpack(directory);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        RedisServer server = new RedisServer(directory, port, process);
        server.awaitConnections();
        return server;
    }

    private static Path unpack(Path directory) throws IOException {
        boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64");
        for (Path jar : Libraries.of("redis-server", "6.2")) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                var binary = zip.stream()
                        .filter(entry -> entry.getName().matches("redis-server-.*-linux-" + (arm ? "arm64" : "amd64")))
                        .findFirst();
                if (binary.isPresent()) {
                    Path program = directory.resolve("redis-server");
                    try (InputStream in = zip.getInputStream(binary.get())) {
                        Files.copy(in, program);
                    }
                    program.toFile().setExecutable(true);
                    return program;
                }
            }
        }
        throw new IOException("no Redis for " + System.getProperty("os.arch"));
    }

    private void awaitConnections() throws IOException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE_NANOS && process.isAlive()) {
            try {
                String answer = tell("PING");
                if (answer.startsWith("+PONG") || answer.startsWith("-NOAU")) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        String log = Files.readString(directory.resolve("log"));
        close();
        throw new IOException("Redis did not start: " + log);
    }

    public int port() {
        return port;
    }

    /** Sends a command over a connection of its own; answers the beginning of the reply. */
    String tell(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
