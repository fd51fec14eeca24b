// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** A whole number is bound. */
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
        methods = {"setByte", "setShort", "setInt", "setLong"},
        firstArgument = "int")
public final class ParameterOfLong {
    private ParameterOfLong() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object statement,
            @Advice.Argument(0) int index,
            @Advice.Argument(1) long value) {
        Parameters.bind(statement, index, value);
    }
}
