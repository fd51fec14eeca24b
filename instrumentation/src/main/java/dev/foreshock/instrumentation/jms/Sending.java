// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.messaging.SentMessages;
import org.jspecify.annotations.Nullable;

/** The sending of a message of JMS. */
final class Sending {
    /** A listener of this agent's around one of the application's that is told of the end of a sending. */
    interface Completion {
        Operation operation();
    }

    private Sending() {}

    /**
     * @param where a destination, or a producer that knows it
     * @return {@code null} inside another sending, as that of a pooled producer
     */
    static @Nullable Operation begin(@Nullable Object message, @Nullable Object where) {
        JmsMessage known = JmsMessage.of(message);
        if (known == null) {
            return null;
        }
        String destination = known.destination(where);
        Operation operation = SentMessages.begin(known.target(), destination == null ? "unknown" : destination);
        if (operation != null) {
            Recorder.instance().inject(operation, known, known);
        }
        return operation;
    }

    /** With a listener that is told when it is over; {@code null} where the application's own does. */
    static @Nullable Object begin(@Nullable Object message, @Nullable Object where, @Nullable Object listener) {
        if (listener == null || listener instanceof Completion) {
            return null;
        }
        Operation operation = begin(message, where);
        if (operation == null) {
            return null;
        }
        return JmsMessage.isA(listener.getClass(), "jakarta.jms.CompletionListener")
                ? new JakartaCompletion(listener, operation)
                : new JavaxCompletion(listener, operation);
    }

    /** The method has returned, or thrown; the listener is told later. */
    static void sent(@Nullable Object entered, @Nullable Throwable thrown) {
        if (entered instanceof Completion completion) {
            if (thrown != null) {
                completion.operation().end(thrown);
            }
            completion.operation().detach();
        }
    }
}
