// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application goes back to where a scrollable result begins. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgResultSet", "org.h2.jdbc.JdbcResultSet"},
        subtypesOf = "java.sql.ResultSet",
        nameHint = {"Result", "com.ibm.db2.jcc."},
        methods = {"beforeFirst()", "first()"})
public final class ResultRewound {
    private ResultRewound() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object resultSet) {
        Scrolled.mark(resultSet);
    }

    /** {@code isRow} is what {@code first} answers, and {@code null} from {@code beforeFirst}. */
    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object resultSet, @Advice.Return(typing = DYNAMIC) @Nullable Object isRow) {
        Scrolled.rewind(resultSet, Boolean.TRUE.equals(isRow) ? 1 : 0);
    }
}
