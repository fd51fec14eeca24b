// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A statement executed with its text. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgStatement", "org.h2.jdbc.JdbcStatement", "org.sqlite.jdbc3.JDBC3Statement"},
        subtypesOf = "java.sql.Statement",
        nameHint = {"Statement", "com.ibm.db2.jcc."},
        methods = {"execute", "executeQuery", "executeUpdate", "executeLargeUpdate"},
        firstArgument = "java.lang.String")
public final class StatementExecute {
    private StatementExecute() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object statement, @Advice.Argument(0) @Nullable String sql) {
        return sql == null ? null : Executions.begin(statement, sql);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.This(typing = DYNAMIC) Object statement,
            @Advice.Return(typing = DYNAMIC) @Nullable Object result,
            @Advice.Thrown @Nullable Throwable thrown) {
        Executions.end(entered, statement, result, thrown);
    }
}
