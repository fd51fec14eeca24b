// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.net.InetSocketAddress;

/** A server that needs no module but the JDK's smallest. */
public final class Greeter {
    private Greeter() {}

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
    }
}
