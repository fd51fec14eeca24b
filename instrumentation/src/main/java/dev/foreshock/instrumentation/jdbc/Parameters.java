// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.StatementState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of what is bound. Equal values give equal hashes, so that detectors can tell repeated keys from different ones; the
 * values themselves are looked at only here.
 */
final class Parameters {
    static final long NULL = 0x6E756C6CL;

    /** Beyond this length the bytes are not all worth reading: the length has to do. */
    private static final int MAX_BYTES = 64 << 10;

    private Parameters() {}

    static void bind(Object statement, int index, long valueHash) {
        StatementState state = Statements.of(Cursor.get(), statement);
        if (state != null) {
            state.bind(index, valueHash);
        }
    }

    static long hash(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof String text) {
            return (long) text.length() << 32 ^ text.hashCode();
        }
        if (value instanceof byte[] bytes) {
            return (long) bytes.length << 32 ^ (bytes.length > MAX_BYTES ? 0 : Arrays.hashCode(bytes));
        }
        if (value instanceof Number || value instanceof Comparable) {
            return hashOfValue(value);
        }
        // A stream, a LOB, an object of the application's: its hashCode may be slow, or read what is to be sent.
        return System.identityHashCode(value);
    }

    /** Numbers, dates, UUIDs and enums. Where the class is the application's own, nothing of it is called. */
    private static long hashOfValue(Object value) {
        return value.getClass().getName().startsWith("java.") ? value.hashCode() : System.identityHashCode(value);
    }
}
