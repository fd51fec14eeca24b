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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A service with two pools of the same name and two connections each, one case for each request that it gets. The first argument
 * says where the connections go.
 */
public abstract class PoolApp {
    static final String NAME = "orders";
    static final int CONNECTIONS = 2;
    static final int PATIENCE_MILLIS = 1_000;

    /** Long enough to be told, whatever else the machine does. */
    private static final long WAIT_NANOS = 20_000_000;

    private final List<AutoCloseable> held = new ArrayList<>();
    String where;

    /** Makes the pool with this number, 1 or 2. */
    abstract void open(int number) throws Exception;

    abstract AutoCloseable borrow(int number) throws Exception;

    /** One call over the connection. */
    abstract void use(AutoCloseable connection) throws Exception;

    final void run(String[] arguments) throws Exception {
        where = arguments[0];
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", this::serve);
        open(1);
        open(2);
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer = "done";
        try {
            String path = exchange.getRequestURI().getPath();
            perform(path.substring(path.lastIndexOf('/') + 1));
        } catch (Exception e) {
            answer = e.toString();
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void perform(String name) throws Exception {
        switch (name) {
            case "plain" -> plain(1);
            case "twin" -> plain(2);
            case "hold" -> holdAll();
            case "release" -> release();
            case "wait" -> {
                holdAll();
                Thread waiting = Thread.currentThread();
                Thread other = new Thread(() -> releaseOnceItWaits(waiting));
                other.start();
                plain(1);
                other.join();
                release();
            }
            case "timeout" -> {
                holdAll();
                try {
                    plain(1);
                } finally {
                    release();
                }
            }
            case "close" -> close(2);
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** Borrows a connection for one call. */
    void plain(int number) throws Exception {
        try (AutoCloseable connection = borrow(number)) {
            use(connection);
        }
    }

    /** A connection of the first pool that is kept until it is closed. */
    AutoCloseable take() throws Exception {
        return borrow(1);
    }

    /** Closes the pool with this number. */
    void close(int number) throws Exception {
        throw new UnsupportedOperationException();
    }

    private void holdAll() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            held.add(take());
        }
    }

    private void releaseOnceItWaits(Thread waiting) {
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        LockSupport.parkNanos(WAIT_NANOS);
        try {
            held.remove(0).close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void release() throws Exception {
        while (!held.isEmpty()) {
            held.remove(0).close();
        }
    }
}
