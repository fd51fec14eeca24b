// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.StatementState;
import net.bytebuddy.asm.Advice;

/** A statement is closed: what is known of it may give way. A driver that takes it up again has it prepared again. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgStatement", "org.h2.jdbc.JdbcStatement", "org.sqlite.jdbc3.JDBC3Statement"},
        subtypesOf = "java.sql.Statement",
        nameHint = {"Statement", "com.ibm.db2.jcc."},
        methods = "close()")
public final class StatementClose {
    private StatementClose() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This(typing = DYNAMIC) Object statement) {
        Cursor cursor = Cursor.get();
        StatementState state = cursor.recent(statement, StatementState.class);
        if (state != null) {
            cursor.forget(state);
        }
        cursor.forget(statement);
    }
}
