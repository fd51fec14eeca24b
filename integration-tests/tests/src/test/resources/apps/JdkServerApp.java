// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public class JdkServerApp {
    public static void main(String[] arguments) throws Exception {
        ExecutorService handlers = Executors.newFixedThreadPool(2);
        ExecutorService others = Executors.newFixedThreadPool(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        HttpContext context = server.createContext("/shop/contract/", exchange -> serve(exchange, others));
        context.getFilters().add(new Gate());
        server.createContext("/actuator/health", exchange -> answer(exchange, 200));
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        handlers.shutdown();
        others.shutdown();
    }

    private static void serve(HttpExchange exchange, ExecutorService others) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/ok")) {
            answer(exchange, 200);
        } else if (path.endsWith("/gone")) {
            answer(exchange, 404);
        } else if (path.endsWith("/status")) {
            exchange.sendResponseHeaders(503, -1);
        } else if (path.endsWith("/throw")) {
            throw new IllegalStateException("expected");
        } else {
            others.execute(() -> {
                try {
                    answer(exchange, 202);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 2);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(new byte[] {'o', 'k'});
        }
    }

    private static final class Gate extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            if (exchange.getRequestURI().getPath().endsWith("/denied")) {
                exchange.sendResponseHeaders(401, -1);
            } else {
                chain.doFilter(exchange);
            }
        }

        @Override
        public String description() {
            return "gate";
        }
    }
}
