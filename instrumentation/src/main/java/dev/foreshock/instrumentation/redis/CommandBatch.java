// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redis;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import org.jspecify.annotations.Nullable;

/** Commands that are sent together, a pipeline or a transaction, until they become one operation. Used by one thread at a time. */
public final class CommandBatch {
    private final boolean transaction;
    private @Nullable Shape each;
    private int size;
    private long hash;

    /** {@code transaction}: they stand between MULTI and EXEC. */
    public CommandBatch(boolean transaction) {
        this.transaction = transaction;
    }

    /** One more command; what begins and ends a transaction is none. */
    public void add(Shape shape, long parameterHash) {
        if (shape.is(Shape.TRANSACTION)) {
            return;
        }
        Shape known = each;
        each = size == 0 || (known != null && known.hash() == shape.hash()) ? shape : null;
        size++;
        hash = hash * 31 + parameterHash;
    }

    public int size() {
        return size;
    }

    /** What is known of the commands so far goes into the operation. */
    public void describe(Operation operation) {
        Shape shape = size == 0 ? null : each;
        // A client that sends every command this way (a lock of Redisson's 3.17) has no pipeline in mind.
        boolean single = size == 1 && !transaction && shape != null;
        operation.shape(single ? shape : Recorder.instance().commands(transaction, shape, size));
        operation.parameterHash(hash);
        operation.batchSize(size);
    }
}
