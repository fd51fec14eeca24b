// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import com.github.fppt.jedismock.RedisServer;
import java.io.IOException;

/** What the shop keeps its cache and the places of its parcels in: a real Redis, or an imitation in Java where none can run. */
final class Redis implements AutoCloseable {
    private final AutoCloseable server;
    private final int port;
    private final String description;

    private Redis(AutoCloseable server, int port, String description) {
        this.server = server;
        this.port = port;
        this.description = description;
    }

    static Redis start() throws IOException {
        String reason;
        try {
            dev.foreshock.harness.RedisServer server = dev.foreshock.harness.RedisServer.start();
            return new Redis(server, server.port(), "Redis");
        } catch (IOException unavailable) {
            // As without OpenSSL 3, which that binary needs.
            reason =
                    String.valueOf(unavailable.getMessage()).lines().findFirst().orElse("Redis does not start");
        }
        RedisServer imitation = RedisServer.newRedisServer().start();
        return new Redis(imitation::stop, imitation.getBindPort(), "an imitation of Redis (" + reason + ")");
    }

    /** For a line of progress: {@code Redis on port 6379}. */
    String description() {
        return description + " on port " + port;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception closing) {
            System.err.println("Redis did not close: " + closing.getMessage());
        }
    }
}
