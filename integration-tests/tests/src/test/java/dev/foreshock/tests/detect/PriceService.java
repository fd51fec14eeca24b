// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server whose {@code /cart} asks another one for the price of each item, one by one; {@code /item} asks for one. */
public final class PriceService {
    private final HttpClient client = HttpClient.newHttpClient();
    private String prices = "";

    private PriceService() {}

    public static void main(String[] arguments) throws Exception {
        new PriceService().run();
    }

    private void run() throws Exception {
        ExecutorService shipping = Executors.newCachedThreadPool();
        SilentServer other = new SilentServer(() -> {});
        prices = "http://127.0.0.1:" + other.port() + "/prices/";
        shipping.execute(other);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/cart", exchange -> answer(exchange, 20));
        server.createContext("/item", exchange -> answer(exchange, 1));
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        shipping.shutdownNow();
        other.close();
    }

    private void answer(HttpExchange exchange, int items) throws IOException {
        try (exchange) {
            priceEach(items);
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void priceEach(int items) throws IOException, InterruptedException {
        for (int item = 0; item < items; item++) {
            client.send(
                    HttpRequest.newBuilder(URI.create(prices + (4_000 + item))).build(), BodyHandlers.discarding());
        }
    }
}
