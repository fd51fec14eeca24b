// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.api.StatementState;
import net.bytebuddy.asm.Advice;

/** The application asks how many rows {@code execute} changed, as MyBatis does; the agent itself never asks. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgStatement", "org.h2.jdbc.JdbcStatement", "org.sqlite.jdbc3.JDBC3Statement"},
        subtypesOf = "java.sql.Statement",
        nameHint = {"Statement", "com.ibm.db2.jcc."},
        methods = {"getUpdateCount()", "getLargeUpdateCount()"})
public final class UpdateCount {
    private UpdateCount() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object statement, @Advice.Return long count) {
        if (count < 0) {
            return;
        }
        Cursor cursor = Cursor.get();
        StatementState state = cursor.recent(statement, StatementState.class);
        Operation operation = state == null ? null : cursor.recent(state, Operation.class);
        if (state != null && operation != null && !operation.isRowsComplete()) {
            cursor.forget(state);
            operation.rows((int) Math.min(Integer.MAX_VALUE, count));
            operation.rowsComplete();
        }
    }
}
