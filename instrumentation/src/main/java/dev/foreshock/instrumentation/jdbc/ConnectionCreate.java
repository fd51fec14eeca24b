// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.StatementState;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A statement without a text is made: from here on it is known where it goes. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {
            "org.postgresql.jdbc.PgConnection",
            "org.h2.jdbc.JdbcConnection",
            "org.sqlite.jdbc3.JDBC3Connection",
            "org.sqlite.jdbc4.JDBC4Connection"
        },
        subtypesOf = "java.sql.Connection",
        nameHint = {"Connection", "com.ibm.db2.jcc."},
        methods = "createStatement")
public final class ConnectionCreate {
    private ConnectionCreate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.Return(typing = DYNAMIC) @Nullable Object statement) {
        Cursor cursor = Cursor.get();
        if (statement != null && !cursor.isSuppressed() && cursor.recent(statement, StatementState.class) == null) {
            cursor.remember(statement, new StatementState(Targets.of(cursor, connection), null));
        }
    }
}
