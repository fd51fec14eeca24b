// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Asks a Redis that is not there, and over a connection in a static field one that is. */
public class JedisWar extends HttpServlet {
    private static final Jedis REDIS = new Jedis("127.0.0.1", Integer.getInteger("redis.port"));

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        REDIS.get("product:42");
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (Jedis jedis = new Jedis("127.0.0.1", closed)) {
            jedis.get("product:42");
        } catch (JedisConnectionException expected) {
            return;
        }
        throw new IOException("somebody answered");
    }

    @Override
    public void destroy() {
        REDIS.close();
    }
}
