// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.List;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What the template of Spring Data Redis does, whichever client it is given. */
abstract class SpringDataApp extends RedisApp {
    private StringRedisTemplate template;

    /** Started. */
    abstract RedisConnectionFactory factory();

    @Override
    void open() {
        template = new StringRedisTemplate(factory());
    }

    @Override
    String get(String key) {
        return template.opsForValue().get(key); // read
    }

    @Override
    void set(String key, String value) {
        template.opsForValue().set(key, value);
    }

    @Override
    List<?> mget(String... keys) {
        return template.opsForValue().multiGet(List.of(keys));
    }

    @Override
    void push(String key, String value) {
        template.opsForList().leftPush(key, value);
    }

    @Override
    List<?> range(String key) {
        return template.opsForList().range(key, 0, -1);
    }

    @Override
    void pipeline(int commands) {
        template.executePipelined((RedisCallback<Object>) connection -> {
            for (int i = 0; i < commands; i++) {
                connection.stringCommands().get(("product:" + (first + i)).getBytes());
            }
            return null;
        });
    }

    @Override
    void await(String key, int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    void transaction(int commands) {
        throw new UnsupportedOperationException();
    }

    @Override
    void late(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    void refused(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    void database(int index, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    String guarded(String password, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    void subscribe(String channel, String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    String script(String script, String key, String argument) {
        throw new UnsupportedOperationException();
    }
}
