// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

public class JedisApp extends RedisApp {
    private static final String HOST = "localhost";

    private JedisPool pool;

    public static void main(String[] arguments) throws Exception {
        new JedisApp().run(arguments);
    }

    @Override
    void open() {
        pool = new JedisPool(HOST, port);
    }

    @Override
    String get(String key) {
        try (Jedis jedis = pool.getResource()) {
            return jedis.get(key); // read
        }
    }

    @Override
    void set(String key, String value) {
        try (Jedis jedis = pool.getResource()) {
            jedis.set(key, value);
        }
    }

    @Override
    List<?> mget(String... keys) {
        try (Jedis jedis = pool.getResource()) {
            return jedis.mget(keys);
        }
    }

    @Override
    void push(String key, String value) {
        try (Jedis jedis = pool.getResource()) {
            jedis.lpush(key, value);
        }
    }

    @Override
    List<?> range(String key) {
        try (Jedis jedis = pool.getResource()) {
            return jedis.lrange(key, 0, -1);
        }
    }

    @Override
    void await(String key, int seconds) {
        try (Jedis jedis = pool.getResource()) {
            jedis.blpop(seconds, key);
        }
    }

    @Override
    void pipeline(int commands) {
        try (Jedis jedis = pool.getResource()) {
            Pipeline pipeline = jedis.pipelined();
            for (int i = 0; i < commands; i++) {
                pipeline.get("product:" + (first + i));
            }
            pipeline.sync();
        }
    }

    @Override
    void transaction(int commands) {
        try (Jedis jedis = pool.getResource()) {
            Transaction transaction = jedis.multi();
            for (int i = 0; i < commands; i++) {
                transaction.set("product:" + i, "value");
            }
            if (transaction.exec().size() != commands) {
                throw new IllegalStateException();
            }
        }
    }

    @Override
    void late(String key) throws Exception {
        try (Jedis jedis = new Jedis(HOST, port, SHORT_MILLIS)) {
            jedis.ping();
            pause();
            jedis.get(key);
        }
    }

    @Override
    void refused(String key) {
        try (Jedis jedis = new Jedis(HOST, closedPort)) {
            jedis.get(key);
        }
    }

    @Override
    void database(int index, String key) {
        try (Jedis jedis = new Jedis(HOST, port)) {
            jedis.select(index);
            jedis.get(key);
        }
    }

    @Override
    String guarded(String password, String key) {
        try (Jedis jedis = new Jedis(java.net.URI.create("redis://user:" + password + "@" + HOST + ":" + guardedPort))) {
            return jedis.get(key);
        } catch (RuntimeException wrongUser) {
            // Jedis 3 sends no user, later ones do.
        }
        try (Jedis jedis = new Jedis(HOST, guardedPort)) {
            jedis.auth(password);
            return jedis.get(key);
        }
    }

    @Override
    void subscribe(String channel, String message) throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        JedisPubSub subscriber = new JedisPubSub() {
            @Override
            public void onSubscribe(String name, int count) {
                try (Jedis jedis = pool.getResource()) {
                    jedis.publish(name, message);
                }
            }

            @Override
            public void onMessage(String name, String text) {
                received.countDown();
                unsubscribe();
            }
        };
        try (Jedis jedis = new Jedis(HOST, port)) {
            jedis.subscribe(subscriber, channel);
            received.await();
            jedis.get("product:42");
        }
    }

    @Override
    String script(String script, String key, String argument) {
        try (Jedis jedis = pool.getResource()) {
            return (String) jedis.eval(script, 1, key, argument);
        }
    }

    @Override
    void other(String name) throws Exception {
        try (Jedis jedis = new Jedis(HOST, guardedPort)) {
            switch (name) {
                case "moved":
                    jedis.get("product:42");
                    break;
                case "full":
                    jedis.set("product:42", "value");
                    break;
                default:
                    super.other(name);
            }
        }
    }

    @Override
    void close() {
        pool.close();
    }
}
