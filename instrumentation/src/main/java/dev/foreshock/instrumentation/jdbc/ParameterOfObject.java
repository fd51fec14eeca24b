// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** An object is bound. */
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
        methods = {
            "setString",
            "setNString",
            "setObject",
            "setBigDecimal",
            "setBytes",
            "setDate",
            "setTime",
            "setTimestamp",
            "setArray",
            "setURL",
            "setRowId",
            "setRef",
            "setSQLXML",
            "setBlob",
            "setClob",
            "setNClob",
            "setAsciiStream",
            "setBinaryStream",
            "setUnicodeStream",
            "setCharacterStream",
            "setNCharacterStream"
        },
        firstArgument = "int")
public final class ParameterOfObject {
    private ParameterOfObject() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.This(typing = DYNAMIC) Object statement,
            @Advice.Argument(0) int index,
            @Advice.Argument(1) @Nullable Object value) {
        Parameters.bind(statement, index, Parameters.hash(value));
    }
}
