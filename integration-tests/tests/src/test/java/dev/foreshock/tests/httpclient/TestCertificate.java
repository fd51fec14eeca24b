// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.httpclient;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A server with a certificate for this machine that it has signed itself, and what makes a JVM trust it. */
final class TestCertificate implements AutoCloseable {
    private final ServerCertificate certificate;
    private final HttpsServer server;

    /** @param directory for the key store */
    TestCertificate(Path directory) throws Exception {
        certificate = ServerCertificate.selfSigned(directory);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** When it ends, as it is exported. */
    String end() throws Exception {
        return certificate.end();
    }

    String[] trustFlags() {
        return certificate.trusted();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
