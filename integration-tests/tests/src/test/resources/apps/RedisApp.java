// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A service that uses Redis with some client, one case for each request that it gets. The first argument is the port of a server,
 * the second one where nobody listens, the third that of a server with a password.
 */
public abstract class RedisApp {
    static final int SHORT_MILLIS = 300;

    int port;

    /** Of the first key of a pipeline. */
    int first;

    int closedPort;
    int guardedPort;

    abstract void open() throws Exception;

    abstract String get(String key) throws Exception;

    abstract void set(String key, String value) throws Exception;

    abstract List<?> mget(String... keys) throws Exception;

    abstract void push(String key, String value) throws Exception;

    abstract List<?> range(String key) throws Exception;

    /** BLPOP. */
    abstract void await(String key, int seconds) throws Exception;

    /** As many GETs in one pipeline. */
    abstract void pipeline(int commands) throws Exception;

    /** As many SETs between MULTI and EXEC. */
    abstract void transaction(int commands) throws Exception;

    /** Connects with little patience, has the server pause, and reads a key. */
    abstract void late(String key) throws Exception;

    /** Reads a key of a server that is not there. */
    abstract void refused(String key) throws Exception;

    /** Reads a key of another database, over a connection of its own. */
    abstract void database(int index, String key) throws Exception;

    /** Logs in at the guarded server, and reads a key. */
    abstract String guarded(String password, String key) throws Exception;

    /** Subscribes to a channel, publishes a message to it, and waits until it has come. */
    abstract void subscribe(String channel, String message) throws Exception;

    abstract String script(String script, String key, String argument) throws Exception;

    /** What only some clients can. */
    void other(String name) throws Exception {
        throw new UnsupportedOperationException(name);
    }

    abstract void close() throws Exception;

    final void run(String[] arguments) throws Exception {
        port = Integer.parseInt(arguments[0]);
        closedPort = Integer.parseInt(arguments[1]);
        guardedPort = Integer.parseInt(arguments[2]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", this::serve);
        open();
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        close();
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

    private void perform(String name) throws Exception {
        switch (name) {
            case "hit":
                set("product:42", "value");
                get("product:42");
                break;
            case "miss":
                get("product:43:stock");
                break;
            case "mget":
                mget("product:42", "product:43", "product:44");
                break;
            case "list":
                push("list:7", "one");
                range("list:7");
                break;
            case "error":
                push("list:8", "one");
                get("list:8");
                break;
            case "late":
                late("product:42");
                break;
            case "refused":
                refused("product:42");
                break;
            case "await":
                await("queue:1", 1);
                break;
            case "pipeline":
                pipeline(20);
                break;
            case "transaction":
                transaction(3);
                break;
            case "database":
                database(3, "product:42");
                break;
            case "loop":
                for (int i = 0; i < 50; i++) {
                    get("product:" + i); // the loop
                }
                break;
            case "same":
                for (int i = 0; i < 12; i++) {
                    get("product:42");
                }
                break;
            case "pipelines":
                for (int i = 0; i < 10; i++) {
                    first = 100 * i;
                    pipeline(20);
                }
                break;
            case "mgets":
                for (int i = 0; i < 20; i++) {
                    mget("product:" + i, "product:" + (i + 1), "product:" + (i + 2), "product:" + (i + 3), "product:4",
                            "product:5");
                }
                break;
            case "subscribe":
                subscribe("news:1", "hello");
                break;
            case "secrets":
                set("session:alice@example.com:42", "canary-value");
                get("canary-bare-key");
                get("token:canarysecret");
                get("user:9canary");
                script("return ARGV[1] .. 'canary-script'", "lock:canary9", "canary-argument");
                guarded("canary-password", "user:42");
                try {
                    script("canary-broken(", "lock:1", "x");
                } catch (Exception expected) {
                    // The message of the error repeats the script.
                }
                break;
            default:
                other(name);
                break;
        }
    }

    /** The server answers nobody for a second. */
    final void pause() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("CLIENT PAUSE 1000\r\n".getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readNBytes(5);
        }
    }
}
