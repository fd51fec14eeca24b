// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.concurrent.FastThreadLocal;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeUnit;

/** Counts visits in Redis over a connection in a static field, from which its class loader can be reached. */
public class LettuceWar extends HttpServlet {
    private static final RedisClient CLIENT =
            RedisClient.create("redis://127.0.0.1:" + Integer.getInteger("redis.port"));
    private static final StatefulRedisConnection<String, String> REDIS = CLIENT.connect();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        REDIS.sync().incr("visits");
        FastThreadLocal.removeAll();
    }

    @Override
    public void destroy() {
        REDIS.close();
        CLIENT.shutdown(0, 2, TimeUnit.SECONDS);
        FastThreadLocal.removeAll();
        FastThreadLocal.destroy();
    }
}
