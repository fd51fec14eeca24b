// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RLock;
import org.redisson.api.RMap;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.SingleServerConfig;

public class RedissonApp extends RedisApp {
    private static final String HOST = "localhost";

    /** Redisson closes its channels and its loops at the same time, which Netty complains of now and then. */
    private static final Logger NETTY = Logger.getLogger("io.netty");

    private RedissonClient redisson;

    public static void main(String[] arguments) throws Exception {
        NETTY.setLevel(Level.OFF);
        new RedissonApp().run(arguments);
    }

    interface Change {
        void to(SingleServerConfig server);
    }

    private RedissonClient client(int at, Change change) {
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE);
        config.setThreads(2);
        config.setNettyThreads(2);
        SingleServerConfig server = config.useSingleServer()
                .setAddress("redis://" + HOST + ":" + at)
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(2)
                .setSubscriptionConnectionMinimumIdleSize(1);
        change.to(server);
        return Redisson.create(config);
    }

    @Override
    void open() {
        redisson = client(port, server -> {});
    }

    @Override
    String get(String key) {
        return redisson.<String>getBucket(key).get(); // read
    }

    @Override
    void set(String key, String value) {
        redisson.<String>getBucket(key).set(value);
    }

    @Override
    List<?> mget(String... keys) {
        Map<String, String> values = redisson.getBuckets().get(keys);
        return new ArrayList<>(values.values());
    }

    @Override
    void push(String key, String value) {
        redisson.<String>getList(key).add(value);
    }

    @Override
    List<?> range(String key) {
        return redisson.<String>getList(key).readAll();
    }

    @Override
    void await(String key, int seconds) throws Exception {
        redisson.<String>getBlockingQueue(key).poll(seconds, TimeUnit.SECONDS);
    }

    @Override
    void pipeline(int commands) {
        RBatch batch = redisson.createBatch();
        for (int i = 0; i < commands; i++) {
            batch.<String>getBucket("product:" + (first + i)).getAsync();
        }
        batch.execute();
    }

    @Override
    void transaction(int commands) {
        RBatch batch = redisson.createBatch(
                BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC));
        for (int i = 0; i < commands; i++) {
            batch.<String>getBucket("product:" + i).setAsync("value");
        }
        batch.execute();
    }

    @Override
    void late(String key) throws Exception {
        RedissonClient own =
                client(port, server -> server.setTimeout(SHORT_MILLIS).setRetryAttempts(0));
        try {
            own.<String>getBucket("user:1").set("value");
            pause();
            own.<String>getBucket(key).get();
        } finally {
            own.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    @Override
    void refused(String key) {
        client(closedPort, server -> server.setRetryAttempts(0)).getBucket(key).get();
    }

    @Override
    void database(int index, String key) {
        RedissonClient own = client(port, server -> server.setDatabase(index));
        try {
            own.<String>getBucket(key).get();
        } finally {
            own.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    @Override
    String guarded(String password, String key) {
        RedissonClient own = client(guardedPort, server -> server.setPassword(password));
        try {
            return own.<String>getBucket(key).get();
        } finally {
            own.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    @Override
    void subscribe(String channel, String message) throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        RTopic topic = redisson.getTopic(channel);
        int listener = topic.addListener(String.class, (name, text) -> received.countDown());
        topic.publish(message);
        received.await();
        topic.removeListener(listener);
    }

    @Override
    String script(String script, String key, String argument) {
        return redisson.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, script, RScript.ReturnType.VALUE, List.of(key), argument);
    }

    @Override
    void other(String name) throws Exception {
        switch (name) {
            case "map":
                RMap<String, String> map = redisson.getMap("user:42");
                map.fastPut("name", "value");
                map.get("name");
                break;
            case "lock":
                RLock lock = redisson.getLock("lock:42");
                lock.lock();
                lock.unlock();
                break;
            default:
                super.other(name);
        }
    }

    @Override
    void close() {
        redisson.shutdown(0, 0, TimeUnit.SECONDS);
    }
}
