// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service that asks another one for each request, and asks again, three times in all, where the answer is {@code busy} or an
 * error: with some library.
 */
public abstract class RetryingApp {
    static final String BUSY = "busy";
    static final int ATTEMPTS = 3;
    static final int WAIT_MILLIS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private long asked;

    /** Answers what the call answers in the end. */
    abstract String repeat(Callable<String> call) throws Exception;

    final void run(String[] arguments) throws Exception {
        ExecutorService handlers = Executors.newFixedThreadPool(2);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/same", exchange -> serve(exchange, () -> ask(arguments[0])));
        server.createContext("/other", exchange -> serve(exchange, () -> ask(arguments[0] + "?at=" + asked++)));
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        handlers.shutdown();
    }

    private void serve(HttpExchange exchange, Callable<String> call) throws IOException {
        try (exchange) {
            int status = 200;
            try {
                repeat(call);
            } catch (Exception failed) {
                status = 502;
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private String ask(String url) throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        if (response.statusCode() >= 500) {
            throw new IOException("answered with " + response.statusCode());
        }
        return response.body();
    }
}
