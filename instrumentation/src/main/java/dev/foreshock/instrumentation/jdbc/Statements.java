// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.StatementState;
import org.jspecify.annotations.Nullable;

/** What is known of statements, also of those that were prepared in another unit of work or on another thread. */
final class Statements {
    private Statements() {}

    static @Nullable StatementState of(Cursor cursor, Object statement) {
        StatementState recent = cursor.recent(statement, StatementState.class);
        if (recent != null) {
            return recent;
        }
        StatementState known = Associations.get(statement, StatementState.class);
        if (known != null) {
            // Kept by a pool or by the application: from here on it is found in a slot again.
            cursor.remember(statement, known);
        }
        return known;
    }
}
