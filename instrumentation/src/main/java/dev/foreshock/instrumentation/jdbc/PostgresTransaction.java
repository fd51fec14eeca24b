// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's driver sends at the end of a transaction. Its {@code commit} and {@code rollback} send nothing where no
 * transaction is open, and {@code setAutoCommit}, which every pool calls when a connection comes back, calls them too.
 */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = "org.postgresql.jdbc.PgConnection",
        methods = "executeTransactionCommand")
public final class PostgresTransaction {
    private PostgresTransaction() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object query) {
        return query == null ? null : Transactions.begin(connection, query.toString());
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Transactions.end(entered, thrown);
    }
}
