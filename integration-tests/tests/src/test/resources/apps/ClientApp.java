// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A service that calls another one with some client, one case of the contract for each request that it gets. What a client
 * cannot do it does not override, and the test names the reason.
 */
public abstract class ClientApp {
    /** How long a case may take before the test has failed anyway. */
    static final int PATIENCE_SECONDS = 20;

    /** What is sent with POST. */
    static volatile String body = "body";

    /**
     * Sends a request, follows redirects, repeats where the client does that by itself, and reads the body to its end.
     *
     * @param header name and value, or nothing
     * @param timeoutMillis until the response
     * @return the status
     */
    abstract int send(String method, String url, int timeoutMillis, String... header) throws Exception;

    /** Like {@code send} with a client that repeats a request that was answered with 503. */
    int retried(String url) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Sends, and completes the future on a thread of the client's. */
    CompletableFuture<Integer> asynchronous(String url) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Sends, has the call cancelled as soon as {@code sent} is complete, and returns when it has ended. */
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Opens the body, runs {@code opened} once the head of the response is there, and reads to the end. */
    int streamed(String url, Step opened) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Sends with a hook of the client's own (interceptor, filter, handler of the body) that runs {@code inside} once. */
    int nested(String url, Step inside) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Sends two requests at once, with a client that may have one connection. */
    int crowded(String url) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Calls twice at once. */
    static int together(Callable<Integer> call) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            int status = 0;
            for (Future<Integer> each : two.invokeAll(List.of(call, call))) {
                status = each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return status;
        } finally {
            two.shutdown();
        }
    }

    /** Releases what the client holds. */
    void close() throws Exception {}

    /** Something that the client does by the way. */
    interface Step {
        void run() throws Exception;
    }

    final void run(String[] arguments) throws Exception {
        ExecutorService handlers = Executors.newFixedThreadPool(2);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/case/", this::serve);
        server.start();
        if (arguments.length > 0) {
            send("GET", arguments[0], 10_000);
        }
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        handlers.shutdown();
        close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer;
        try {
            answer = Integer.toString(perform(
                    exchange.getRequestURI().getPath().substring("/case/".length()),
                    query(exchange.getRequestURI().getRawQuery())));
        } catch (UnsupportedOperationException missing) {
            answer = "unsupported";
        } catch (Throwable thrown) {
            answer = thrown.toString();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Answers the status. */
    int perform(String name, Map<String, String> query) throws Exception {
        String url = query.get("url");
        String next = query.get("next");
        switch (name) {
            case "get":
                return send("GET", url, 10_000);
            case "post":
                return send("POST", url, 10_000);
            case "header":
                return send("GET", url, 10_000, "traceparent", query.get("traceparent"));
            case "timeout":
                return send("GET", url, 300);
            case "retry":
                return retried(url);
            case "async":
                return asynchronous(url)
                        .thenApply(status -> done(() -> send("GET", next, 10_000)))
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            case "cancel":
                CompletableFuture<Integer> sent =
                        CompletableFuture.supplyAsync(() -> done(() -> openOutsideAnyClient(next)));
                cancelled(url, sent);
                return 0;
            case "stream":
                return streamed(url, () -> send("GET", next, 10_000));
            case "crowd":
                return crowded(url);
            case "nested":
                return nested(url, () -> send("GET", next, 10_000));
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private static int done(Step step) {
        try {
            step.run();
            return 200;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks the test over a bare socket, so that no client sees it, and waits for its answer. */
    private static void openOutsideAnyClient(String port) throws IOException {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            socket.getInputStream().read();
        }
    }

    /** Called on a thread of the client's, which must not wait for the next call that the test makes then. */
    static void completeElsewhere(CompletableFuture<Integer> answered, int status) {
        CompletableFuture.runAsync(() -> answered.complete(status));
    }

    static void drain(InputStream body) throws IOException {
        if (body != null) {
            try (InputStream in = body) {
                in.readAllBytes();
            }
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            pairs.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return pairs;
    }
}
