// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.api.StatementState;
import dev.foreshock.api.Target;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A statement is prepared: from here on its text and where it goes are known. */
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
        // The last two are MySQL's, which it also calls itself.
        methods = {"prepareStatement", "prepareCall", "clientPrepareStatement", "serverPrepareStatement"},
        firstArgument = "java.lang.String")
public final class ConnectionPrepare {
    private ConnectionPrepare() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.Argument(0) @Nullable String sql,
            @Advice.Return(typing = DYNAMIC) @Nullable Object statement) {
        if (statement == null || sql == null) {
            return;
        }
        Cursor cursor = Cursor.get();
        // One overload calls another: the innermost has told what there is to know.
        if (cursor.isSuppressed() || cursor.recent(statement, StatementState.class) != null) {
            return;
        }
        Target target = Targets.of(cursor, connection);
        Shape shape = Recorder.instance().sql(sql, target);
        cursor.remember(statement, new StatementState(target, shape));
    }
}
