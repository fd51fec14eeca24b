// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/** Lets the thread that has read a reply go on with what the sender of the command was doing, while it tells about the reply. */
final class Callbacks {
    private Callbacks() {}

    static @Nullable Object begin(RedisCommand<?, ?, ?> command) {
        Call call = Call.of(command);
        Operation operation = call == null ? null : call.operation();
        // A thread that sends synchronously in the course of a request is told by another one.
        return operation == null || Cursor.get().current() != null
                ? null
                : Cursor.get().attach(operation.parent());
    }

    static void end(@Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
