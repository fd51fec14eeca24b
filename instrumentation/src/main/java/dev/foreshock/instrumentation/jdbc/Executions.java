// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.StatementState;
import dev.foreshock.api.Target;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** What the executions of all sorts of statements have in common. */
final class Executions {
    private Executions() {}

    static @Nullable Operation begin(Object statement, @Nullable String sql) {
        Cursor cursor = Cursor.get();
        Operation operation = Recorder.instance().begin(cursor, Kind.DATABASE);
        if (operation == null) {
            return null;
        }
        StatementState state = Statements.of(cursor, statement);
        Target target =
                state != null && state.target() != null ? state.target() : Targets.ofDriver(statement.getClass());
        operation.target(target);
        if (sql != null) {
            operation.shape(Recorder.instance().sql(sql, target));
        } else if (state != null) {
            operation.shape(state.shape());
            operation.parameterHash(state.parameterHash());
        }
        return operation;
    }

    static @Nullable Operation beginBatch(Object statement) {
        Cursor cursor = Cursor.get();
        Operation operation = Recorder.instance().begin(cursor, Kind.DATABASE);
        if (operation == null) {
            return null;
        }
        StatementState state = Statements.of(cursor, statement);
        if (state == null) {
            operation.target(Targets.ofDriver(statement.getClass()));
            return operation;
        }
        operation.target(state.target());
        operation.shape(state.batchShape());
        operation.batchSize(state.batched());
        operation.parameterHash(state.batchHash());
        state.clearBatch();
        return operation;
    }

    /** {@code result} is what the driver's method answered: a result set, a count, counts, or whether there is a result. */
    static void end(@Nullable Object entered, Object statement, @Nullable Object result, @Nullable Throwable thrown) {
        if (!(entered instanceof Operation operation)) {
            return;
        }
        if (result instanceof ResultSet rows) {
            Cursor cursor = Cursor.get();
            StatementState state = cursor.recent(statement, StatementState.class);
            if (state != null) {
                // What an earlier execution of the statement left behind is gone.
                cursor.forget(state);
            }
            cursor.remember(rows, operation);
        } else if (result instanceof Boolean) {
            // The application will ask for the rows, or for how many were changed.
            Cursor cursor = Cursor.get();
            StatementState state = cursor.recent(statement, StatementState.class);
            if (state != null) {
                cursor.remember(state, operation);
            }
        } else {
            long changed = changed(result);
            if (changed >= 0) {
                operation.rows((int) Math.min(Integer.MAX_VALUE, changed));
                operation.rowsComplete();
            }
        }
        Failures.describe(operation, thrown);
        operation.end(thrown);
    }

    private static long changed(@Nullable Object result) {
        if (result instanceof Number count) {
            return count.longValue();
        }
        long sum = 0;
        if (result instanceof int[] counts) {
            for (int count : counts) {
                sum += Math.max(0, count);
            }
            return sum;
        }
        if (result instanceof long[] counts) {
            for (long count : counts) {
                sum += Math.max(0, count);
            }
            return sum;
        }
        return -1;
    }
}
