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
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with 20 threads that asks another one for each request; {@code /stall} makes that one silent. */
public final class StalledService {
    private static final int THREADS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Semaphore answers = new Semaphore(0);
    private volatile boolean stalled;
    private URI quotes;

    private StalledService() {}

    public static void main(String[] arguments) throws Exception {
        new StalledService().run();
    }

    private void run() throws Exception {
        ExecutorService shipping = Executors.newCachedThreadPool();
        // Not a server that is woven: it stands for another process.
        SilentServer other = new SilentServer(this::awaitAnswer);
        quotes = URI.create("http://127.0.0.1:" + other.port() + "/quotes/1");
        shipping.execute(other);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        ExecutorService workers = Executors.newFixedThreadPool(THREADS, named());
        server.setExecutor(workers);
        server.createContext("/checkout", this::checkout);
        server.start();
        Child.ready(server.getAddress().getPort());
        for (int read = System.in.read(); read >= 0; read = System.in.read()) {
            if (read == 's') {
                stalled = true;
                System.out.println("stalled");
            } else if (read == 'r') {
                stalled = false;
                answers.release(1_000);
                System.out.println("released");
            }
        }
        server.stop(0);
        workers.shutdownNow();
        shipping.shutdownNow();
        other.close();
    }

    private static ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> new Thread(task, "checkout-worker-" + number.incrementAndGet());
    }

    private void awaitAnswer() throws InterruptedException {
        if (stalled) {
            answers.acquire();
        }
    }

    private void checkout(HttpExchange exchange) throws IOException {
        try (exchange) {
            client.send(HttpRequest.newBuilder(quotes).build(), BodyHandlers.discarding());
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
