// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A service that sends and consumes messages with some client, one case for each request that it gets. The first argument is the
 * port of a broker; with a second one it performs that case, prints what comes of it and ends.
 */
public abstract class QueueApp {
    int port;

    /** Consumers release it for each message that they are done with. */
    final Semaphore consumed = new Semaphore(0);

    abstract void open() throws Exception;

    /** What to answer. */
    abstract String perform(String name) throws Exception;

    abstract void close() throws Exception;

    /** Waits until as many messages have been consumed. */
    final String await(int messages) throws InterruptedException {
        return consumed.tryAcquire(messages, 30, TimeUnit.SECONDS) ? "done" : "not consumed";
    }

    /** On a thread of its own, outside any request, until it ends. */
    final void outside(Task task) throws Exception {
        Throwable[] failed = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Throwable thrown) {
                failed[0] = thrown;
            }
        });
        thread.start();
        thread.join();
        if (failed[0] != null) {
            throw new IllegalStateException(failed[0]);
        }
    }

    interface Task {
        void run() throws Exception;
    }

    final void run(String[] arguments) throws Exception {
        port = Integer.parseInt(arguments[0]);
        open();
        if (arguments.length > 1) {
            System.out.println(perform(arguments[1]));
            close();
            return;
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", this::serve);
        var executor = Executors.newFixedThreadPool(4);
        server.setExecutor(executor);
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        executor.shutdown();
        close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer;
        try {
            answer = perform(exchange.getRequestURI().getPath().substring("/case/".length()));
        } catch (Throwable thrown) {
            answer = thrown.toString();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
