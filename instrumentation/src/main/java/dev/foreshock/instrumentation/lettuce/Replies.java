// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.instrumentation.redis.RedisReply;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.Value;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StreamingOutput;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What an output holds once its reply has been read. */
final class Replies {
    private Replies() {}

    static boolean isReply(Throwable thrown) {
        return thrown instanceof RedisCommandExecutionException;
    }

    /** Counts what was read, and looks for errors among the replies of a transaction. */
    static void note(Operation operation, CommandOutput<?, ?, ?> output) {
        Shape shape = operation.shape();
        if (shape == null) {
            return;
        }
        if (operation.batchSize() > 0) {
            noteErrors(operation, output.get());
        } else if (shape.is(Shape.WRITES) && !shape.is(Shape.LOOKUP)) {
            RedisReply.values(operation, null);
        } else if (shape.is(Shape.READS | Shape.LOOKUP)) {
            Object reply = output.get();
            // What was given away piece by piece cannot be counted any more.
            boolean streamed =
                    output instanceof StreamingOutput && reply instanceof Collection<?> left && left.isEmpty();
            if (!streamed) {
                noteValues(operation, shape, reply);
            }
        }
    }

    private static void noteValues(Operation operation, Shape shape, @Nullable Object reply) {
        if (shape.is(Shape.LOOKUP) && reply instanceof Collection<?> values) {
            int present = 0;
            for (Object value : values) {
                present += value == null || (value instanceof Value<?> optional && !optional.hasValue()) ? 0 : 1;
            }
            operation.rows(present);
            operation.rowsComplete();
        } else if (!(shape.is(Shape.LOOKUP) && shape.arity() > 1)) {
            RedisReply.values(operation, reply);
        }
    }

    private static void noteErrors(Operation operation, @Nullable Object replies) {
        if (replies instanceof Iterable<?> all) {
            for (Object each : all) {
                if (each instanceof Throwable error) {
                    RedisReply.error(operation, error.getMessage());
                    return;
                }
            }
        }
    }
}
