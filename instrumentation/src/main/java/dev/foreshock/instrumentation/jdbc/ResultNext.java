// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** One row read, or the end of the rows. The hottest of all advice: one thread-local and a few comparisons. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgResultSet", "org.h2.jdbc.JdbcResultSet", "org.sqlite.jdbc3.JDBC3ResultSet"},
        subtypesOf = "java.sql.ResultSet",
        nameHint = {"Result", "com.ibm.db2.jcc."},
        // Goes on to the next row of its superclass, which is woven too.
        except = "com.mysql.cj.jdbc.result.UpdatableResultSet",
        methods = "next()")
public final class ResultNext {
    private ResultNext() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object resultSet, @Advice.Return boolean isRow) {
        Cursor cursor = Cursor.get();
        Operation operation = cursor.recent(resultSet, Operation.class);
        if (operation == null) {
            return;
        }
        if (isRow) {
            operation.addRow();
        } else {
            operation.rowsComplete();
            cursor.forget(resultSet);
        }
    }
}
