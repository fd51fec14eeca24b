// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/** One connection of a pool that is being opened, by the thread that has begun it. */
final class Opening {
    private final @Nullable Object before;
    private final @Nullable Operation operation;

    private Opening(@Nullable Object before, @Nullable Operation operation) {
        this.before = before;
        this.operation = operation;
    }

    static Opening begin(ConnectionPool pool) {
        Operation operation = Operation.begin(Kind.CONNECT);
        Target target = pool.target();
        if (operation != null && target != null) {
            operation.target(target);
        }
        return new Opening(ConnectionPool.beginConnecting(pool), operation);
    }

    /** Ends the operation while it is still known what the connection is for. */
    void end(@Nullable Throwable thrown) {
        if (operation != null) {
            if (thrown != null) {
                Replies.failed(operation, thrown);
            }
            operation.end(thrown);
        }
        ConnectionPool.endConnecting(before);
    }
}
