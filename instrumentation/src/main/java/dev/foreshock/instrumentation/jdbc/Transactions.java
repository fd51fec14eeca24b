// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/** The end of a transaction, which is a round trip like any other. */
final class Transactions {
    private Transactions() {}

    static @Nullable Operation begin(Object connection, String statement) {
        Cursor cursor = Cursor.get();
        Operation operation = Recorder.instance().begin(cursor, Kind.DATABASE);
        if (operation != null) {
            Target target = Targets.of(cursor, connection);
            operation.target(target);
            operation.shape(Recorder.instance().sql(statement, target));
        }
        return operation;
    }

    static void end(@Nullable Object entered, @Nullable Throwable thrown) {
        if (entered instanceof Operation operation) {
            Failures.describe(operation, thrown);
            operation.end(thrown);
        }
    }
}
