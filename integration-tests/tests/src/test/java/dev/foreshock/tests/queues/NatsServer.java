// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real NATS server with JetStream on the loopback interface: the machine's own program, since no jar carries it. It is looked for
 * on the {@code PATH}, unless the system property {@code foreshock.nats.server} names it.
 */
final class NatsServer implements AutoCloseable {
    /** What to say where there is none. */
    static final String MISSING =
            "no nats-server on the PATH (of Debian's package nats-server), none named by -Dforeshock.nats.server either";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path directory;
    private final int port;
    private final Process process;

    private NatsServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    static boolean isInstalled() {
        return program() != null;
    }

    private static @Nullable Path program() {
        String named = System.getProperty("foreshock.nats.server");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        // Debian puts it where the path of an ordinary user does not lead.
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder, "nats-server");
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        return null;
    }

    static NatsServer start(String user, String password) throws IOException {
        Path program = program();
        if (program == null) {
            throw new IOException(MISSING);
        }
        Path directory = Files.createTempDirectory("foreshock-nats");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-js",
                        "-sd",
                        directory.resolve("store").toString(),
                        "--user",
                        user,
                        "--pass",
                        password)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        NatsServer server = new NatsServer(directory, port, process);
        server.awaitConnections();
        return server;
    }

    private void awaitConnections() throws IOException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE_NANOS && process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                String greeting = new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8);
                if (greeting.equals("INFO ")) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        String log = Files.readString(directory.resolve("log"));
        close();
        throw new IOException("nats-server did not start: " + log);
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
