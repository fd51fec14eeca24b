// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** NULL is bound. */
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
        methods = {"setNull"},
        firstArgument = "int")
public final class ParameterOfNull {
    private ParameterOfNull() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object statement, @Advice.Argument(0) int index) {
        Parameters.bind(statement, index, Parameters.NULL);
    }
}
