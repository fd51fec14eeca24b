// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A prepared statement executed with what is bound to it. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {
            "org.postgresql.jdbc.PgPreparedStatement",
            "org.h2.jdbc.JdbcPreparedStatement",
            "org.sqlite.jdbc3.JDBC3PreparedStatement"
        },
        subtypesOf = "java.sql.PreparedStatement",
        nameHint = {"Statement", "com.ibm.db2.jcc."},
        methods = {"execute()", "executeQuery()", "executeUpdate()", "executeLargeUpdate()"})
public final class PreparedExecute {
    private PreparedExecute() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object statement) {
        return Executions.begin(statement, null);
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
