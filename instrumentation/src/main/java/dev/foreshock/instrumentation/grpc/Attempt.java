// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Operation;
import io.grpc.ClientStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt under way: its stream, as soon as there is one. Ends once, on any thread. */
final class Attempt extends ClientStreamTracer {
    private final Operation operation;
    private final CallAttempts call;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Status closed;

    Attempt(Operation operation, CallAttempts call) {
        this.operation = operation;
        this.call = call;
    }

    Operation operation() {
        return operation;
    }

    /**
     * The stream is over. Of the last one the call knows better: that the deadline has passed where the server has only given up,
     * or that the answer could not be read.
     */
    @Override
    public void streamClosed(Status status) {
        closed = status;
        boolean isSettled = !status.isOk() && status.getCode() != Status.Code.CANCELLED;
        if (isSettled || !call.isLatest(this)) {
            end(status);
        }
    }

    /** Another attempt follows: where this one is over, what was kept for the call is all that will be known. */
    void settle() {
        Status status = closed;
        if (status != null) {
            end(status);
        }
    }

    void end(Status status) {
        if (over.compareAndSet(false, true)) {
            CallOutcome.end(operation, status, call.isCancelledHere());
        }
    }
}
