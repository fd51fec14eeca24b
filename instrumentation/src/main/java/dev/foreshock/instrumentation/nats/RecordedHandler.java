// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import dev.foreshock.api.Operation;
import io.nats.client.Message;
import io.nats.client.MessageHandler;

/** Takes each message to the application's handler, as a unit of work of the dispatcher's thread. */
final class RecordedHandler implements MessageHandler {
    private final MessageHandler handler;

    RecordedHandler(MessageHandler handler) {
        this.handler = handler;
    }

    @Override
    public void onMessage(Message message) throws InterruptedException {
        Operation root = Delivery.begin(message);
        if (root == null) {
            handler.onMessage(message);
            return;
        }
        try {
            handler.onMessage(message);
        } catch (Throwable thrown) {
            root.end(thrown);
            throw thrown;
        }
        root.end(null);
    }

    @Override
    public String toString() {
        return handler.toString();
    }
}
