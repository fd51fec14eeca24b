// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import com.mongodb.internal.async.SingleResultCallback;
import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/** Ends a command that is under way before anybody hears of its reply, and then goes on with what its sender did. */
final class ReplyCallback implements SingleResultCallback<Object> {
    private final Operation operation;
    private final @Nullable CarriedContext carried;
    private final SingleResultCallback<Object> callback;

    ReplyCallback(Operation operation, @Nullable CarriedContext carried, SingleResultCallback<Object> callback) {
        this.operation = operation;
        this.carried = carried;
        this.callback = callback;
    }

    @Override
    public void onResult(@Nullable Object reply, @Nullable Throwable thrown) {
        Replies.end(operation, reply, thrown);
        Cursor.Resumption before = carried == null ? null : carried.attach();
        try {
            callback.onResult(reply, thrown);
        } finally {
            CarriedContext.restore(before);
        }
    }

    /** The command was not even sent. */
    void threw(Throwable thrown) {
        Replies.end(operation, null, thrown);
    }
}
