// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import dev.foreshock.api.Cursor;

/**
 * Counts the attempts that a client makes for one call of the application's. Kept with an object that all attempts of a call
 * share and no two calls do: {@code Cursor.remember} where they run on one thread, {@code Associations} elsewhere. An object
 * that the application may use again is forgotten when its call returns.
 */
public final class Attempts implements Cursor.Lasting {
    private int begun;

    /** How many attempts came before the one that now begins. */
    public synchronized int next() {
        return begun++;
    }

    /** Counts the next attempt of the call that this object belongs to, on the thread that makes all of them. */
    public static int next(Object call) {
        Cursor cursor = Cursor.get();
        Attempts attempts = cursor.recent(call, Attempts.class);
        if (attempts == null) {
            attempts = new Attempts();
            cursor.remember(call, attempts);
        }
        return attempts.next();
    }
}
