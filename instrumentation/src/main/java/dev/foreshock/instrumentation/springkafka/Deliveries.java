// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springkafka;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/** How the delivery of a record or a batch ends. Stateless. */
final class Deliveries {
    /** What Spring puts around whatever a listener throws. */
    private static final String WRAPPER = "org.springframework.kafka.listener.ListenerExecutionFailedException";

    private Deliveries() {}

    /** The listener has thrown, on the thread that the unit began on. */
    static void failed(Throwable thrown) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (root != null && root.kind() == Kind.MESSAGE && !root.isFailed()) {
            root.fail(own(thrown));
        }
    }

    /** {@code answer} is what the container returns where the error handler wants the record, or the batch, again. */
    static void end(Operation root, @Nullable Object answer, @Nullable Throwable thrown) {
        Throwable last = thrown != null ? thrown : answer instanceof Throwable returned ? returned : null;
        root.end(last == null || root.isFailed() ? null : own(last));
    }

    private static Throwable own(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause != null && thrown.getClass().getName().equals(WRAPPER) ? cause : thrown;
    }
}
