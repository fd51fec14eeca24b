// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

public class SpringDataJedisApp extends SpringDataApp {
    private JedisConnectionFactory factory;

    public static void main(String[] arguments) throws Exception {
        new SpringDataJedisApp().run(arguments);
    }

    @Override
    RedisConnectionFactory factory() {
        factory = new JedisConnectionFactory(new RedisStandaloneConfiguration("localhost", port));
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    @Override
    void close() {
        factory.destroy();
    }
}
