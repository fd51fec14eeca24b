// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import dev.foreshock.api.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Counts the attempts that clients make for one call of the application's, where they make all of them on its own thread. A
 * call is told by an object that its attempts share and no two calls do; one that the application may use again is {@link
 * #forget forgotten} when a call begins. Kept with the thread, for the last four calls, until its unit of work ends.
 */
public final class Attempts {
    private static final int CALLS = 4;

    private final @Nullable Object[] calls = new Object[CALLS];
    private final int[] counts = new int[CALLS];
    private int next;

    private Attempts() {}

    /** How many attempts came before the one that now begins. */
    public static int next(Object call) {
        Cursor cursor = Cursor.get();
        Attempts attempts = cursor.recent(Attempts.class, Attempts.class);
        if (attempts == null) {
            attempts = new Attempts();
            cursor.remember(Attempts.class, attempts);
        }
        return attempts.count(call);
    }

    /** The object stands for another call from here on. */
    public static void forget(Object call) {
        Attempts attempts = Cursor.get().recent(Attempts.class, Attempts.class);
        for (int i = 0; attempts != null && i < CALLS; i++) {
            if (attempts.calls[i] == call) {
                attempts.calls[i] = null;
            }
        }
    }

    private int count(Object call) {
        for (int i = 0; i < CALLS; i++) {
            if (calls[i] == call) {
                return ++counts[i];
            }
        }
        calls[next] = call;
        counts[next] = 0;
        next = (next + 1) % CALLS;
        return 0;
    }
}
