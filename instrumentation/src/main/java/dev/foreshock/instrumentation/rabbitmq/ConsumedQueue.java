// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.foreshock.api.Associations;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which queue of which broker a consumer gets its messages from: a delivery itself does not say. Immutable.
 *
 * @param queue without what the broker has made up of it; empty where unknown
 */
record ConsumedQueue(Target target, String queue) {
    static final Target UNKNOWN = new Target("rabbitmq", null, 0, null);

    /** The consumer is about to be registered. */
    static void remember(Object consumer, Channel channel, @Nullable String queue) {
        String name = queue == null || queue.isEmpty() ? "" : template(queue);
        ConsumedQueue before = Associations.get(consumer, ConsumedQueue.class);
        // One object may consume from several queues.
        Associations.put(
                consumer, new ConsumedQueue(target(channel), before == null || before.queue.equals(name) ? name : ""));
    }

    static String template(String name) {
        String template = Recorder.instance().message(name).collection();
        return template == null ? "" : template;
    }

    static ConsumedQueue of(Object consumer) {
        ConsumedQueue known = Associations.get(consumer, ConsumedQueue.class);
        return known == null ? new ConsumedQueue(UNKNOWN, "") : known;
    }

    /** Where the channel's connection goes, kept with the connection. */
    static Target target(Channel channel) {
        Connection connection = channel.getConnection();
        if (connection == null) {
            return UNKNOWN;
        }
        Target known = Associations.get(connection, Target.class);
        if (known == null) {
            known = new Target("rabbitmq", host(connection.getAddress()), connection.getPort(), null);
            Associations.put(connection, known);
        }
        return known;
    }

    /** As the application has named it. Asking the address for its name might ask a name server. */
    private static @Nullable String host(@Nullable InetAddress address) {
        if (address == null) {
            return null;
        }
        String text = address.toString();
        int slash = text.indexOf('/');
        return slash > 0 ? text.substring(0, slash) : address.getHostAddress();
    }
}
