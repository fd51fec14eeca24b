// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** The application moves about in a scrollable result. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgResultSet", "org.h2.jdbc.JdbcResultSet"},
        subtypesOf = "java.sql.ResultSet",
        nameHint = {"Result", "com.ibm.db2.jcc."},
        methods = {"absolute(int)", "relative(int)", "previous()", "last()", "afterLast()"})
public final class ResultScrolled {
    private ResultScrolled() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object resultSet) {
        Scrolled.mark(resultSet);
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object resultSet) {
        // The driver may have gone by way of the first row.
        Scrolled.mark(resultSet);
    }
}
