// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import dev.foreshock.api.Target;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Where a connection goes, as it was told. Asked once a connection. */
final class Addresses {
    private static final String SYSTEM = "redis";
    private static final String FIRST_DATABASE = "0";

    private Addresses() {}

    /** Whether it is a connection of Jedis 3: all it makes are clients. */
    static boolean isVersion3(Object connection) {
        for (Class<?> type = connection.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals("redis.clients.jedis.BinaryClient")) {
                return true;
            }
        }
        return false;
    }

    /** {@code source} is a connection of Jedis 3, or what makes the socket of a later one. */
    static Target target(@Nullable Object source) {
        if (source != null && isVersion3(source)) {
            Connection connection = (Connection) source;
            return new Target(SYSTEM, connection.getHost(), connection.getPort(), FIRST_DATABASE);
        }
        HostAndPort address = source == null ? null : address(source);
        return address == null
                ? new Target(SYSTEM, null, 0, FIRST_DATABASE)
                : new Target(SYSTEM, address.getHost(), address.getPort(), FIRST_DATABASE);
    }

    /** The database that a SELECT names. */
    static Target withDatabase(Target target, SentCommand select) {
        String index = select.count() == 0 ? null : select.text(0);
        return index == null
                        || index.isEmpty()
                        || index.length() > 4
                        || !index.chars().allMatch(Character::isDigit)
                ? target
                : new Target(target.system(), target.address(), target.port(), index);
    }

    /** The default factory tells, since Jedis 4; an application's own need not. */
    private static @Nullable HostAndPort address(Object factory) {
        try {
            Method getter = factory.getClass().getMethod("getHostAndPort");
            return getter.invoke(factory) instanceof HostAndPort address ? address : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
