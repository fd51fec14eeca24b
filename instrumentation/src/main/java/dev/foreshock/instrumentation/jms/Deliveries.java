// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import org.jspecify.annotations.Nullable;

/** The consumption of a message of JMS. */
final class Deliveries {
    /** A listener of this agent's around one of the application's. */
    interface Wrapper {
        Object wrapped();
    }

    private Deliveries() {}

    /** Throws nothing: a listener calls it outside any advice. */
    static @Nullable Operation begin(@Nullable Object message) {
        try {
            JmsMessage known = JmsMessage.of(message);
            if (known == null) {
                return null;
            }
            String destination = known.destination();
            Operation root =
                    ConsumedMessages.begin(known.target(), destination == null ? "unknown" : destination, known);
            if (root != null) {
                ConsumedMessages.delivery(root, known.delivery());
                ConsumedMessages.sentAt(root, known.timestamp());
            }
            return root;
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().dropped("begin_failed");
            return null;
        }
    }

    /** The unit of work of the message that the current thread serves; {@code null} where it serves none. */
    static @Nullable Operation current() {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        return root == null || root.kind() != Kind.MESSAGE ? null : root;
    }
}
