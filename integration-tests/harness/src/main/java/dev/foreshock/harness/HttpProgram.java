// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Program} that serves HTTP on a free port of the loopback interface, with a directory of its own. It ends with
 * {@link #close}, and in any case with the JVM of the test. Thread-safe.
 */
public final class HttpProgram implements AutoCloseable {
    /** Stands in arguments for the port that the program is to listen on. */
    public static final String PORT = "{port}";

    /** Stands in arguments for the directory that the program may write to. */
    public static final String DIRECTORY = "{directory}";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final TemporaryDirectory directory;
    private final int port;
    private final Process process;

    private HttpProgram(TemporaryDirectory directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /**
     * @param readyPath answers 200 once the program is ready
     * @throws IOException if it does not start; with what it said
     */
    public static HttpProgram start(Program program, String readyPath, String... arguments)
            throws IOException, InterruptedException {
        TemporaryDirectory directory = TemporaryDirectory.create("foreshock-" + program.name());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(program.path().toString()));
        for (String argument : arguments) {
            command.add(argument.replace(PORT, Integer.toString(port))
                    .replace(DIRECTORY, directory.path().toString()));
        }
        Process process = ChildProcesses.adopt(new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.path().resolve("log").toFile())
                .start());
        HttpProgram server = new HttpProgram(directory, port, process);
        if (!server.isReady(readyPath)) {
            String said = server.log();
            server.close();
            throw new IOException(program.name() + " did not start: " + said);
        }
        return server;
    }

    private boolean isReady(String path) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE_NANOS && process.isAlive()) {
            try {
                get(path);
                return true;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return false;
    }

    public int port() {
        return port;
    }

    /** {@code http://127.0.0.1:port} and the path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** What it has written so far, on both streams. */
    public String log() throws IOException {
        return Files.readString(directory.path().resolve("log"), StandardCharsets.UTF_8);
    }

    /** @throws IOException if the answer is not a status of success */
    public String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url(path))));
    }

    /** @throws IOException if the answer is not a status of success */
    public String post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** Kills the program at once, and removes its directory. */
    @Override
    public void close() {
        ChildProcesses.kill(process);
        directory.close();
    }
}
