// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import dev.foreshock.instrumentation.messaging.PollLoop;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The consumption of a message of JMS. */
final class Deliveries {
    /** A listener of this agent's around one of the application's. */
    interface Wrapper {
        Object wrapped();
    }

    /** What the thread has received while it serves another message. */
    private enum Another {
        MESSAGE
    }

    private Deliveries() {}

    /** A message that the thread has asked for. */
    static void received(Object message, Object consumer) {
        Cursor cursor = Cursor.get();
        Operation open = cursor.openEndedUnit();
        JmsMessage known = JmsMessage.of(message);
        if (known == null || (open != null && cursor.recent(open, Object.class) == message)) {
            // The latter: a consumer around another one hands on what that one has got.
            return;
        }
        // Consumers are often made anew for each message.
        if (PollLoop.begins(known.target(), destination(known))) {
            Operation root = begin(message, consumer);
            PollLoop.begun(root, consumer);
            if (root != null) {
                cursor.remember(root, message);
            }
        } else if (current() != null) {
            cursor.remember(message, Another.MESSAGE);
        }
    }

    /**
     * Throws nothing: a listener calls it outside any advice.
     *
     * @param consumer that the message has come by; {@code null} where unknown
     */
    static @Nullable Operation begin(@Nullable Object message, @Nullable Object consumer) {
        try {
            JmsMessage known = JmsMessage.of(message);
            if (known == null) {
                return null;
            }
            Operation root = ConsumedMessages.begin(known.target(), destination(known), known);
            if (root != null) {
                if (consumer != null) {
                    root.unit().receivedBy(consumer);
                }
                ConsumedMessages.delivery(root, known.delivery());
                ConsumedMessages.sentAt(root, known.timestamp());
            }
            return root;
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().dropped("begin_failed");
            return null;
        }
    }

    private static String destination(JmsMessage message) {
        String destination = message.destination();
        return destination == null ? "unknown" : destination;
    }

    /**
     * A session settles what it has delivered: that counts where the message that the thread serves has come by one of its consumers,
     * not where the thread has another session do something meanwhile.
     */
    static void settled(@Nullable Object consumers, String how) {
        Operation root = current();
        Object consumer = root == null ? null : root.unit().receiver();
        if (consumer != null && consumers instanceof Collection<?> own && own.contains(consumer)) {
            ConsumedMessages.settled(root, how);
        }
    }

    /** A message is acknowledged, and with it all that its session has delivered. */
    static void acknowledged(Object message) {
        Operation root = current();
        Target target = root == null ? null : root.target();
        if (target != null
                && target.system().equals(JmsMessage.target(message).system())
                && Cursor.get().recent(message, Another.class) == null) {
            ConsumedMessages.settled(root, "ack");
        }
    }

    /** The unit of work of the message that the current thread serves; {@code null} where it serves none. */
    static @Nullable Operation current() {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        return root == null || root.kind() != Kind.MESSAGE ? null : root;
    }
}
