// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.messaging;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A loop that asks for messages, outside any framework: what its thread does from one poll to the next is the consumption of what
 * the first has answered. Inside another unit of work (a job that empties a queue) the messages belong to that one.
 */
public final class PollLoop {
    private PollLoop() {}

    /** The thread asks for more, or closes its consumer. */
    public static void next() {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (root != null && root.unit().isOpenEnded()) {
            root.end(null);
        }
    }

    /**
     * The poll has answered messages. A listener of a framework that gets them on this thread begins a unit of its own, in the
     * place of this one.
     *
     * @param root what {@link ConsumedMessages} has begun with them
     */
    public static void begun(@Nullable Operation root) {
        if (root != null) {
            root.unit().openEnded();
        }
    }
}
