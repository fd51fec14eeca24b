// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.StatementState;
import net.bytebuddy.asm.Advice;

/** A batch is given up. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.jdbc.PgStatement", "org.h2.jdbc.JdbcStatement", "org.sqlite.jdbc3.JDBC3Statement"},
        subtypesOf = "java.sql.Statement",
        nameHint = {"Statement", "com.ibm.db2.jcc."},
        methods = "clearBatch()")
public final class BatchClear {
    private BatchClear() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object statement) {
        StatementState state = Statements.of(Cursor.get(), statement);
        if (state != null) {
            state.clearBatch();
        }
    }
}
