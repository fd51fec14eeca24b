// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/** The two halves of running something in the context that came with it. */
final class Attachment {
    private Attachment() {}

    /** Answers {@code null}, and changes nothing, where nothing came with the task. */
    static Cursor.@Nullable Resumption take(Object task) {
        Operation operation = Handover.take(task);
        return operation == null ? null : Cursor.get().attach(operation);
    }

    static void end(@Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
