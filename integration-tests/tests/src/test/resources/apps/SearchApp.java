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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A service that uses a search engine with some client, one case for each request that it gets. The argument is the engine's port. */
public abstract class SearchApp {
    static final String ORDERS = "orders";
    static final int PATIENCE_SECONDS = 20;

    int port;

    abstract void open() throws Exception;

    /** The status of the answer; {@code body} may be {@code null}. */
    abstract int send(String method, String path, String body) throws Exception;

    /** As {@code send}, told on a thread of the client's. */
    abstract CompletableFuture<Integer> begin(String method, String path, String body) throws Exception;

    /** Sends to a node that is not there first. */
    int sendToTwo(String method, String path) throws Exception {
        throw new UnsupportedOperationException();
    }

    abstract void close() throws Exception;

    final void run(String[] arguments) throws Exception {
        port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", this::serve);
        server.setExecutor(Executors.newFixedThreadPool(4));
        open();
        stock();
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        close();
        System.exit(0);
    }

    private void stock() throws Exception {
        StringBuilder bulk = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            bulk.append("{\"index\":{\"_index\":\"orders\",\"_id\":\"").append(i).append("\"}}\n");
            bulk.append("{\"customer\":").append(i % 7).append(",\"total\":").append(i).append("}\n");
        }
        send("POST", "/_bulk?refresh=true", bulk.toString());
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer = "done";
        try {
            perform(exchange.getRequestURI().getPath().substring("/case/".length()));
        } catch (Throwable thrown) {
            answer = thrown.toString();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String of(Object customer) {
        return "{\"query\":{\"term\":{\"customer\":{\"value\":\"" + customer + "\"}}}}";
    }

    private void perform(String name) throws Exception {
        switch (name) {
            case "search":
                send("POST", "/orders/_search", of(3));
                break;
            case "get":
                send("GET", "/orders/_doc/17", null);
                break;
            case "asynchronous":
                begin("GET", "/orders/_doc/17", null)
                        .thenCompose(status -> begun("POST", "/orders/_search", of(status)))
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                break;
            case "write":
                send("PUT", "/archive-2026.11.22/_doc/4711", "{\"total\":1}");
                send("POST", "/archive-2026.11.22/_update/4711", "{\"doc\":{\"total\":2}}");
                send("POST", "/_bulk", "{\"delete\":{\"_index\":\"archive-2026.11.22\",\"_id\":\"4711\"}}\n");
                send("DELETE", "/archive-2026.11.22", null);
                break;
            case "ask":
                send("HEAD", "/orders/_doc/nothing", null);
                send("GET", "/_cluster/health", null);
                break;
            case "missing":
                send("GET", "/orders/_doc/nothing", null);
                break;
            case "malformed":
                send("POST", "/orders/_search", "{\"query\":{\"canary-query\":{}}}");
                break;
            case "nodes":
                sendToTwo("GET", "/orders/_doc/17");
                break;
            case "loop":
                for (int i = 0; i < 50; i++) {
                    send("GET", "/orders/_doc/" + i, null); // read
                }
                break;
            case "searches":
                for (int i = 0; i < 50; i++) {
                    send("POST", "/orders/_search", of(i)); // search
                }
                break;
            case "same":
                for (int i = 0; i < 50; i++) {
                    send("POST", "/orders/_search", of(3));
                }
                break;
            case "pages":
                for (int i = 0; i < 20; i++) {
                    send("POST", "/orders/_search", "{\"size\":2,\"from\":" + 2 * i + "}");
                    send("POST", "/orders/_search", "{\"size\":2,\"sort\":[\"total\"],\"search_after\":[" + i + "]}");
                }
                break;
            case "many":
                for (int i = 0; i < 20; i++) {
                    send("POST", "/orders/_mget", "{\"ids\":[\"" + i + "\",\"7\"]}");
                    send("POST", "/_bulk", "{\"index\":{\"_index\":\"orders\",\"_id\":\"" + i + "\"}}\n{\"total\":1}\n");
                }
                break;
            case "writes":
                for (int i = 0; i < 50; i++) {
                    send("PUT", "/orders/_doc/" + i, "{\"total\":" + i + "}"); // write
                }
                break;
            case "secrets":
                send("PUT", "/orders/_doc/canary-id", "{\"mail\":\"canary@example.com\"}");
                send("GET", "/orders/_doc/canary-id?routing=canary-routing", null);
                send("POST", "/orders/_search?q=mail:canary-query", "{\"size\":1}");
                send("POST", "/orders/_search", "{\"query\":{\"match\":{\"mail\":\"canary-customer\"}}}");
                tolerate("GET", "/canary-index-1/_canary-api/canary-rest");
                tolerate("GET", "/canary%40example.com/_search");
                tolerate("DELETE", "/_scripts/canary-script");
                break;
            default:
                throw new UnsupportedOperationException(name);
        }
    }

    private CompletableFuture<Integer> begun(String method, String path, String body) {
        try {
            return begin(method, path, body);
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void tolerate(String method, String path) {
        try {
            send(method, path, null);
        } catch (Exception expected) {
            // Its message repeats what was sent.
        }
    }
}
