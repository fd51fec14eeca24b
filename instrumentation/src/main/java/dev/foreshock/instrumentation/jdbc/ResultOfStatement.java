// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.api.StatementState;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A result that {@code execute} left behind, one of several maybe: its rows belong to that execution. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgStatement", "org.h2.jdbc.JdbcStatement", "org.sqlite.jdbc3.JDBC3Statement"},
        subtypesOf = "java.sql.Statement",
        nameHint = {"Statement", "com.ibm.db2.jcc."},
        methods = "getResultSet()")
public final class ResultOfStatement {
    private ResultOfStatement() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object statement,
            @Advice.Return(typing = DYNAMIC) @Nullable Object resultSet) {
        if (resultSet == null) {
            return;
        }
        Cursor cursor = Cursor.get();
        StatementState state = cursor.recent(statement, StatementState.class);
        Operation operation = state == null ? null : cursor.recent(state, Operation.class);
        // The state stays: after getMoreResults the application asks for the next result of the same execution.
        if (operation != null && !Scrolled.isKnown(cursor, resultSet, operation)) {
            cursor.remember(resultSet, operation);
        }
    }
}
