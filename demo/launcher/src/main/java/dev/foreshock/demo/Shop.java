// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** The shop in a JVM of its own. */
final class Shop implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final long LOOK_MILLIS = 100;

    private final ForkedJvm jvm;
    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Shop(ForkedJvm jvm, int port) {
        this.jvm = jvm;
        this.port = port;
    }

    /** Starts the shop and waits until it listens. */
    static Shop start(Path jar, boolean withAgent, Servers servers, Telemetry telemetry) throws IOException {
        JvmBuilder builder = ForkedJvm.ofJar(jar)
                .timeout(TIMEOUT)
                // As users attach it, not as tests do.
                .environment("FORESHOCK_WEAVE_AT_START", "false")
                .flags("-Xshare:auto");
        if (!withAgent) {
            builder.withoutAgent();
        }
        servers.configure(builder);
        QuietStory.configure(builder);
        telemetry.configure(builder);
        ForkedJvm jvm = builder.start();
        try {
            return new Shop(jvm, jvm.awaitReady());
        } catch (AssertionError notReady) {
            jvm.close();
            throw new IOException("the shop did not start: " + notReady.getMessage(), notReady);
        }
    }

    /** Reads a page to its end. */
    void visit(String path) throws IOException, InterruptedException {
        ask(path, request(path).GET().build());
    }

    /** Sends off a form without fields. */
    void post(String path) throws IOException, InterruptedException {
        ask(path, request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT);
    }

    private void ask(String path, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
    }

    /** Waits until the agent has written a line with this word to the shop's standard error. Answers whether it has. */
    boolean awaitSaid(String word, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (jvm.stderr().stream().noneMatch(line -> line.startsWith("[foreshock]") && line.contains(word))) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** Asks the shop to end as an orchestrator does, and waits for it, and so for the agent's last export. */
    JvmExit stop() throws IOException {
        jvm.terminate();
        return jvm.finish();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
