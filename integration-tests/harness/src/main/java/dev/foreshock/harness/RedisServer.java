// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

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
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on a free loopback port, from a binary on the class path, which needs the system's OpenSSL 3. Keeps nothing
 * on disk. One start takes a few tenths of a second.
 */
public final class RedisServer implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final TemporaryDirectory directory;
    private final int port;
    private final Process process;

    private RedisServer(TemporaryDirectory directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /**
     * @param settings as on the command line
     * @throws IOException if there is no Redis for this machine, or it does not start; with what it said
     */
    public static RedisServer start(String... settings) throws IOException {
        TemporaryDirectory directory = TemporaryDirectory.create("foreshock-redis");
        try {
            Path program = unpack(directory.path());
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            List<String> command = new ArrayList<>(
                    List.of(program.toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
            command.addAll(List.of(settings));
            Path log = directory.path().resolve("log");
            Process process = ChildProcesses.adopt(new ProcessBuilder(command)
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start());
            RedisServer server = new RedisServer(directory, port, process);
            if (!server.awaitConnections()) {
                ChildProcesses.kill(process);
                throw new IOException(
                        "Redis did not start: " + Files.readString(log).strip());
            }
            return server;
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    private static Path unpack(Path directory) throws IOException {
        String resource = binary();
        try (InputStream in = resource == null ? null : RedisServer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no Redis binary for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch"));
            }
            Path program = directory.resolve("redis-server");
            Files.copy(in, program);
            program.toFile().setExecutable(true);
            return program;
        }
    }

    private static @Nullable String binary() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64");
        if (system.contains("linux")) {
            return arm ? "/redis-server-6.2.7-linux-arm64" : "/redis-server-6.2.6-v5-linux-amd64";
        }
        return system.contains("mac") ? "/redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64") : null;
    }

    private boolean awaitConnections() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE_NANOS && process.isAlive()) {
            try {
                String answer = tell("PING");
                if (answer.startsWith("+PONG") || answer.startsWith("-NOAU")) {
                    return true;
                }
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    public int port() {
        return port;
    }

    /** Sends a command over a connection of its own; answers the beginning of the reply. */
    public String tell(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8);
        }
    }

    /** Ends the server at once, and removes its directory. */
    @Override
    public void close() {
        ChildProcesses.kill(process);
        directory.close();
    }
}
