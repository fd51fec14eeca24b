// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Operation;
import jakarta.jms.CompletionListener;
import jakarta.jms.Message;

/** Is told when the provider has sent a message that it was given, and tells the application. */
final class JakartaCompletion implements CompletionListener, Sending.Completion {
    private final CompletionListener listener;
    private final Operation operation;

    JakartaCompletion(Object listener, Operation operation) {
        this.listener = (CompletionListener) listener;
        this.operation = operation;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public void onCompletion(Message message) {
        operation.end(null);
        listener.onCompletion(message);
    }

    @Override
    public void onException(Message message, Exception exception) {
        operation.end(exception);
        listener.onException(message, exception);
    }
}
