// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.support.ConnectionPoolSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

public class LettucePoolApp extends PoolApp {
    /** Version 5 tells on standard error which native libraries it does without. */
    private static final Logger LETTUCE = Logger.getLogger("io.lettuce");

    public static void main(String[] arguments) throws Exception {
        LETTUCE.setLevel(Level.WARNING);
        new LettucePoolApp().run(arguments);
    }

    private final List<GenericObjectPool<StatefulRedisConnection<String, String>>> pools = new ArrayList<>();

    @Override
    @SuppressWarnings({"deprecation", "unchecked", "rawtypes"}) // the floor knows no other
    void open(int number) {
        GenericObjectPoolConfig config = new GenericObjectPoolConfig();
        config.setMaxTotal(CONNECTIONS);
        config.setMaxIdle(CONNECTIONS);
        config.setMaxWaitMillis(PATIENCE_MILLIS);
        RedisClient client = RedisClient.create(RedisURI.create("localhost", Integer.parseInt(where)));
        pools.add(ConnectionPoolSupport.createGenericObjectPool(client::connect, config));
    }

    @Override
    AutoCloseable borrow(int number) throws Exception {
        StatefulRedisConnection<String, String> connection = pools.get(number - 1).borrowObject();
        return new Borrowed(connection);
    }

    @Override
    void use(AutoCloseable connection) {
        ((Borrowed) connection).connection.sync().get("product:7");
    }

    private record Borrowed(StatefulRedisConnection<String, String> connection) implements AutoCloseable {
        @Override
        public void close() {
            connection.close();
        }
    }
}
