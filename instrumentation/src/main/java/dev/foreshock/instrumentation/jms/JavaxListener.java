// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Operation;
import javax.jms.Message;
import javax.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/** Takes each message to the application's listener, as a unit of work of the provider's thread. */
final class JavaxListener implements MessageListener, Deliveries.Wrapper {
    private final MessageListener listener;
    private final Object consumer;

    JavaxListener(Object listener, Object consumer) {
        this.listener = (MessageListener) listener;
        this.consumer = consumer;
    }

    @Override
    public Object wrapped() {
        return listener;
    }

    @Override
    public void onMessage(@Nullable Message message) {
        Operation root = Deliveries.begin(message, consumer);
        if (root == null) {
            listener.onMessage(message);
            return;
        }
        try {
            listener.onMessage(message);
        } catch (Throwable thrown) {
            root.end(thrown);
            throw thrown;
        }
        root.end(null);
    }

    @Override
    public String toString() {
        return listener.toString();
    }
}
