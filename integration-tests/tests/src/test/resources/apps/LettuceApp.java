// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

public class LettuceApp extends RedisApp {
    /** Version 5 tells on standard error which native libraries it does without. */
    private static final Logger LETTUCE = Logger.getLogger("io.lettuce");

    private static final String HOST = "localhost";

    private final RedisClient client = RedisClient.create();
    private StatefulRedisConnection<String, String> connection;
    private RedisCommands<String, String> redis;

    public static void main(String[] arguments) throws Exception {
        LETTUCE.setLevel(Level.WARNING);
        new LettuceApp().run(arguments);
    }

    private RedisURI uri(int at) {
        return RedisURI.Builder.redis(HOST, at).build();
    }

    @Override
    void open() {
        connection = client.connect(uri(port));
        redis = connection.sync();
    }

    @Override
    String get(String key) {
        return redis.get(key); // read
    }

    @Override
    void set(String key, String value) {
        redis.set(key, value);
    }

    @Override
    List<?> mget(String... keys) {
        List<KeyValue<String, String>> values = redis.mget(keys);
        return values;
    }

    @Override
    void push(String key, String value) {
        redis.lpush(key, value);
    }

    @Override
    List<?> range(String key) {
        return redis.lrange(key, 0, -1);
    }

    @Override
    void await(String key, int seconds) {
        redis.blpop(seconds, key);
    }

    @Override
    void pipeline(int commands) throws Exception {
        try (StatefulRedisConnection<String, String> own = client.connect(uri(port))) {
            RedisAsyncCommands<String, String> async = own.async();
            own.setAutoFlushCommands(false);
            List<RedisFuture<String>> replies = new ArrayList<>();
            for (int i = 0; i < commands; i++) {
                replies.add(async.get("product:" + (first + i)));
            }
            own.flushCommands();
            for (RedisFuture<String> reply : replies) {
                reply.get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    void transaction(int commands) {
        redis.multi();
        for (int i = 0; i < commands; i++) {
            redis.set("product:" + i, "value");
        }
        TransactionResult result = redis.exec();
        if (result.size() != commands) {
            throw new IllegalStateException();
        }
    }

    @Override
    void late(String key) throws Exception {
        try (StatefulRedisConnection<String, String> own = client.connect(uri(port))) {
            own.sync().ping();
            own.setTimeout(Duration.ofMillis(SHORT_MILLIS));
            pause();
            own.sync().get(key);
        }
    }

    @Override
    void refused(String key) {
        client.connect(uri(closedPort)).sync().get(key);
    }

    @Override
    void database(int index, String key) {
        RedisURI uri = uri(port);
        uri.setDatabase(index);
        try (StatefulRedisConnection<String, String> own = client.connect(uri)) {
            own.sync().get(key);
        }
    }

    @Override
    String guarded(String password, String key) {
        try (StatefulRedisConnection<String, String> own =
                client.connect(RedisURI.create("redis://" + password + "@" + HOST + ":" + guardedPort))) {
            return own.sync().get(key);
        }
    }

    @Override
    void subscribe(String channel, String message) throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (StatefulRedisPubSubConnection<String, String> own = client.connectPubSub(uri(port))) {
            own.addListener(new RedisPubSubAdapter<String, String>() {
                @Override
                public void message(String name, String text) {
                    received.countDown();
                }
            });
            own.sync().subscribe(channel);
            redis.publish(channel, message);
            received.await();
        }
    }

    @Override
    String script(String script, String key, String argument) {
        return redis.eval(script, ScriptOutputType.VALUE, new String[] {key}, argument);
    }

    @Override
    void other(String name) throws Exception {
        switch (name) {
            case "async":
                CompletableFuture<String> next = new CompletableFuture<>();
                connection.async().get("product:42").thenAccept(first -> connection
                        .async()
                        .get("user:42")
                        .thenAccept(next::complete));
                next.get(10, TimeUnit.SECONDS);
                break;
            case "asyncs":
                List<RedisFuture<String>> replies = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    replies.add(connection.async().get("product:" + i));
                }
                for (RedisFuture<String> reply : replies) {
                    reply.get(10, TimeUnit.SECONDS);
                }
                break;
            case "cancel":
                pause();
                RedisFuture<String> unwanted = connection.async().get("product:42");
                unwanted.cancel(true);
                break;
            case "reactive":
                connection
                        .reactive()
                        .get("product:42")
                        .flatMap(first -> connection.reactive().set("product:43", first))
                        .block(Duration.ofSeconds(10));
                break;
            case "buffers":
                try (StatefulRedisConnection<ByteBuffer, ByteBuffer> own = client.connect(new Buffers(), uri(port))) {
                    own.sync().set(buffer("product:44"), buffer("canary-44"));
                    own.sync().set(buffer("product:45"), buffer("canary-45"));
                    own.sync().sadd(buffer("list:44"), buffer("canary-member"));
                    List<KeyValue<ByteBuffer, ByteBuffer>> values = own.sync().mget(buffer("product:44"), buffer("product:45"));
                    boolean isMember = own.sync().sismember(buffer("list:44"), buffer("canary-member"));
                    if (!isMember || !values.get(1).getValue().equals(buffer("canary-45"))) {
                        throw new IllegalStateException(isMember + " " + values);
                    }
                }
                break;
            default:
                super.other(name);
        }
    }

    @Override
    void close() {
        connection.close();
        client.shutdown(0, 0, TimeUnit.SECONDS);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what it is given, and no copy. */
    private static final class Buffers implements RedisCodec<ByteBuffer, ByteBuffer> {
        @Override
        public ByteBuffer decodeKey(ByteBuffer bytes) {
            return decodeValue(bytes);
        }

        @Override
        public ByteBuffer decodeValue(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return ByteBuffer.wrap(copy);
        }

        @Override
        public ByteBuffer encodeKey(ByteBuffer key) {
            return key;
        }

        @Override
        public ByteBuffer encodeValue(ByteBuffer value) {
            return value;
        }
    }
}
