// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;

/**
 * A result that the application has moved about in: which rows it reads from here on, and which of them again, is not known,
 * so none are counted until it begins anew. What has been read before stays as "at least".
 */
record Scrolled(Operation operation) {

    static void mark(Object resultSet) {
        Cursor cursor = Cursor.get();
        Operation operation = cursor.recent(resultSet, Operation.class);
        if (operation != null) {
            cursor.remember(resultSet, new Scrolled(operation));
        }
    }

    /** The application is before the first row again, or on it: rows are counted from there. */
    static void rewind(Object resultSet, int rows) {
        Cursor cursor = Cursor.get();
        Scrolled scrolled = cursor.recent(resultSet, Scrolled.class);
        // Once complete, the rows have been counted, and maybe those of an earlier result of the same execution with
        // them.
        if (scrolled != null && !scrolled.operation.isRowsComplete()) {
            scrolled.operation.rows(rows);
            cursor.remember(resultSet, scrolled.operation);
        }
    }

    /** Whether the rows of this result are counted, or on purpose not counted, for this execution already. */
    static boolean isKnown(Cursor cursor, Object resultSet, Operation operation) {
        if (cursor.recent(resultSet, Operation.class) == operation) {
            return true;
        }
        Scrolled scrolled = cursor.recent(resultSet, Scrolled.class);
        return scrolled != null && scrolled.operation == operation;
    }
}
