// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.retry;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;

/**
 * A library is about to make another attempt. What this thread's unit of work called last is what it will call again, so that
 * retries are known where the failure cannot be seen in the call: an answer that the application does not like, or other values
 * the second time.
 */
public final class Announcement {
    private Announcement() {}

    /**
     * @param by the library as its users call it
     */
    public static void anotherAttempt(String by) {
        Cursor cursor = Cursor.peek();
        Operation current = cursor == null ? null : cursor.current();
        if (current != null) {
            current.unit().retrying(by);
        }
    }
}
