// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** A result is closed: no more rows of it are read. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgResultSet", "org.h2.jdbc.JdbcResultSet", "org.sqlite.jdbc4.JDBC4ResultSet"},
        subtypesOf = "java.sql.ResultSet",
        nameHint = {"Result", "com.ibm.db2.jcc."},
        methods = "close()")
public final class ResultClose {
    private ResultClose() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object resultSet) {
        Cursor cursor = Cursor.get();
        Operation operation = cursor.recent(resultSet, Operation.class);
        if (operation != null) {
            operation.rowsComplete();
        }
        cursor.forget(resultSet);
    }
}
