// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.instrumentation.http.ClientFailure;
import io.grpc.Status;

/** Tells from the status of a call who is to blame. Every status but OK is a failure of the operation, as the conventions ask. */
final class CallOutcome {
    private static final int MAX_CAUSES = 8;

    private CallOutcome() {}

    /** Ends the operation. {@code cancelledHere}: whether this process has given the call up itself. */
    static void end(Operation operation, Status status, boolean cancelledHere) {
        Status.Code code = status.getCode();
        operation.status(code.value());
        operation.attribute("rpc.response.status_code", code.name());
        if (status.isOk()) {
            operation.end(null);
            return;
        }
        operation.fail(code.name(), outcome(status, cancelledHere));
        operation.end(status.getCause());
    }

    static Outcome outcome(Status status, boolean cancelledHere) {
        return switch (status.getCode()) {
            case OK -> Outcome.OK;
            case DEADLINE_EXCEEDED -> Outcome.TIMEOUT;
            case CANCELLED -> cancelled(status, cancelledHere);
            case UNAVAILABLE -> unavailable(status);
            // The other side is well, and says that the request was wrong.
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    ABORTED -> Outcome.OK;
            default -> Outcome.REMOTE_ERROR;
        };
    }

    private static Outcome cancelled(Status status, boolean cancelledHere) {
        if (cancelledHere) {
            return Outcome.CANCELLED;
        }
        // A server sends no cause; where there is one, what it answered could not be read.
        return status.getCause() != null ? Outcome.LOCAL_REJECT : Outcome.REMOTE_ERROR;
    }

    private static Outcome unavailable(Status status) {
        String description = status.getDescription();
        if (description != null && description.startsWith("Channel shutdown")) {
            return Outcome.LOCAL_REJECT;
        }
        Throwable cause = status.getCause();
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (ClientFailure.outcome(cause) == Outcome.TIMEOUT) {
                return Outcome.TIMEOUT;
            }
            cause = cause.getCause();
        }
        return Outcome.REMOTE_ERROR;
    }
}
