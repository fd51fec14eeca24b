// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Target;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message of either API: its headers and the properties that carry the context. Nothing else of it is read. A property that cannot be
 * read is none; one that cannot be written (a received message that is sent on) is left alone.
 */
abstract class JmsMessage implements Function<String, @Nullable String>, BiConsumer<String, String> {
    private static final Target ACTIVEMQ = new Target("activemq", null, 0, null);
    private static final Target JMS = new Target("jms", null, 0, null);

    /** {@code null} where the object is no message. */
    static @Nullable JmsMessage of(@Nullable Object message) {
        if (message == null) {
            return null;
        }
        if (isA(message.getClass(), "jakarta.jms.Message")) {
            return new JakartaMessage(message);
        }
        return isA(message.getClass(), "javax.jms.Message") ? new JavaxMessage(message) : null;
    }

    /** By name: an application has one of the two APIs, and the other one cannot be asked. */
    static boolean isA(Class<?> type, String wanted) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> implemented : each.getInterfaces()) {
                if (implemented.getName().equals(wanted) || isA(implemented, wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    static Target target(Object message) {
        return message.getClass().getName().startsWith("org.apache.activemq.") ? ACTIVEMQ : JMS;
    }

    abstract @Nullable String get(String name);

    abstract void set(String name, String value);

    /** Where the message was sent to; {@code null} where that is unknown. */
    abstract @Nullable String destination();

    /** The name of a destination, or of that of a producer. */
    abstract @Nullable String destination(@Nullable Object destinationOrProducer);

    /** 1 for the first delivery; 2 where the provider only says that it is none. */
    abstract int delivery();

    /** Milliseconds since 1970, 0 where the sender has left it out. */
    abstract long timestamp();

    abstract Target target();

    @Override
    public @Nullable String apply(String name) {
        return get(property(name.startsWith("x-b3-") ? capital(name) : name));
    }

    @Override
    public void accept(String name, String value) {
        set(property(name), value);
    }

    /** The name of a property must be one of Java's. */
    private static String property(String header) {
        return header.indexOf('-') < 0 ? header : header.replace("-", "__dash__");
    }

    /** The names are not those of HTTP: their case counts. */
    private static String capital(String name) {
        return switch (name) {
            case "x-b3-traceid" -> "X-B3-TraceId";
            case "x-b3-spanid" -> "X-B3-SpanId";
            case "x-b3-sampled" -> "X-B3-Sampled";
            default -> "X-B3-Flags";
        };
    }
}
