// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import dev.foreshock.api.Operation;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Ends a request when its answer has come, or when it is clear that none will. Called once, on any thread. */
final class RequestEnd implements BiConsumer<Object, Throwable> {
    private final Operation operation;

    RequestEnd(Operation operation) {
        this.operation = operation;
    }

    @Override
    public void accept(@Nullable Object answer, @Nullable Throwable thrown) {
        if (thrown == null) {
            Sending.answered(operation, answer);
            return;
        }
        Throwable cause = thrown;
        // The client wraps what it has to say of JetStream's answer, and the future does so again.
        while (cause.getCause() != null
                && (cause instanceof CompletionException || cause.getClass() == RuntimeException.class)) {
            cause = cause.getCause();
        }
        operation.end(cause);
    }
}
