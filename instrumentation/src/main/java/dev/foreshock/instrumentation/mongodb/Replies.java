// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Shape;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What is noted of a reply: how many documents it brought or is about, and the code of an error. Never a value. */
final class Replies {
    private static final int MAX_TIME_EXPIRED = 50;
    private static final int EXCEEDED_TIME_LIMIT = 262;

    private Replies() {}

    /** The command has ended: with a reply, or with what was thrown. */
    static void end(Operation operation, @Nullable Object reply, @Nullable Throwable thrown) {
        BatchSize batch = BatchSize.take();
        if (thrown != null) {
            failed(operation, thrown);
        } else if (Outline.fields(reply == null ? Map.of() : reply) instanceof BsonDocument document) {
            note(operation, document, batch);
        }
        if (operation.isOwnFault()) {
            // What was thrown would make it a failure of the server's.
            operation.attribute(
                    "exception.type", thrown == null ? null : thrown.getClass().getName());
            operation.end(null);
        } else {
            operation.end(thrown);
        }
    }

    private static void note(Operation operation, BsonDocument reply, @Nullable BatchSize batch) {
        BsonValue cursor = reply.get("cursor");
        if (cursor instanceof BsonDocument answered) {
            if (answered.containsKey("firstBatch") || answered.containsKey("nextBatch")) {
                count(operation, batch);
            }
            awaited(operation, answered);
        } else if (reply.containsKey("values")) {
            count(operation, batch);
        } else if (operation.shape() != null
                && operation.shape().is(Shape.WRITES)
                && reply.get("n") instanceof BsonNumber changed) {
            operation.rows(changed.intValue());
            operation.rowsComplete();
        }
        if (reply.get("writeErrors") instanceof BsonArray errors
                && !errors.isEmpty()
                && errors.get(0) instanceof BsonDocument first
                && first.get("code") instanceof BsonNumber code) {
            refused(operation, code.intValue());
        }
    }

    private static void count(Operation operation, @Nullable BatchSize batch) {
        if (batch != null) {
            operation.rows(batch.documents());
            operation.rowsComplete();
        }
    }

    /** A change stream tells with each batch where it can be taken up again; its batches are waited for. */
    private static void awaited(Operation operation, BsonDocument cursor) {
        Shape shape = operation.shape();
        if (shape != null && shape.operation().equals("getMore") && cursor.containsKey("postBatchResumeToken")) {
            operation.shape(CommandShape.waiting(shape));
        }
    }

    static void failed(Operation operation, Throwable thrown) {
        int code = thrown instanceof MongoException error ? error.getCode() : 0;
        if (code > 0) {
            refused(operation, code);
        } else if (thrown instanceof MongoSocketReadTimeoutException || thrown instanceof MongoTimeoutException) {
            operation.outcome(Outcome.TIMEOUT);
        } else if (thrown instanceof MongoInterruptedException) {
            operation.outcome(Outcome.CANCELLED);
        }
    }

    /** The server has answered with an error. */
    private static void refused(Operation operation, int code) {
        String status = Integer.toString(code);
        operation.attribute("db.response.status_code", status);
        operation.fail(status, outcome(code));
    }

    private static Outcome outcome(int code) {
        return switch (code) {
            case MAX_TIME_EXPIRED, EXCEEDED_TIME_LIMIT -> Outcome.TIMEOUT;
            // BadValue, FailedToParse, TypeMismatch, NamespaceNotFound, NamespaceExists, CommandNotFound,
            // IndexOptionsConflict,
            // IndexKeySpecsConflict, DocumentValidationFailure, DuplicateKey: the server is well.
            case 2, 9, 14, 26, 48, 59, 85, 86, 121, 11000 -> Outcome.OK;
            default -> Outcome.REMOTE_ERROR;
        };
    }
}
