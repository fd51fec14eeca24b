// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A transaction is committed. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.h2.jdbc.JdbcConnection", "org.sqlite.SQLiteConnection"},
        subtypesOf = "java.sql.Connection",
        nameHint = {"Connection", "com.ibm.db2.jcc."},
        except = "org.postgresql.",
        methods = "commit")
public final class ConnectionCommit {
    private ConnectionCommit() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object connection) {
        return Transactions.begin(connection, "COMMIT");
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Transactions.end(entered, thrown);
    }
}
