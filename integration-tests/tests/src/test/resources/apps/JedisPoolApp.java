// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

public class JedisPoolApp extends PoolApp {
    public static void main(String[] arguments) throws Exception {
        new JedisPoolApp().run(arguments);
    }

    private final JedisPool[] pools = new JedisPool[3];

    @Override
    @SuppressWarnings("deprecation") // the floor knows no other
    void open(int number) {
        JedisPoolConfig config = new JedisPoolConfig();
        config.setMaxTotal(CONNECTIONS);
        // Of older versions the thread that looks for idle connections keeps the process alive.
        config.setTimeBetweenEvictionRunsMillis(-1);
        config.setMaxIdle(CONNECTIONS);
        config.setMaxWaitMillis(PATIENCE_MILLIS);
        pools[number] = new JedisPool(config, "localhost", Integer.parseInt(where));
    }

    @Override
    AutoCloseable borrow(int number) {
        return pools[number].getResource();
    }

    @Override
    void use(AutoCloseable connection) {
        ((Jedis) connection).get("product:7");
    }
}
