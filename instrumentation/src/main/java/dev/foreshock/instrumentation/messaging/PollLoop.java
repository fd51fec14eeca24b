// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.messaging;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A loop that asks for messages, outside any framework: what its thread does from one poll to the next is the consumption of what
 * the first has answered. Inside another unit of work (a job that empties a queue) the messages belong to that one.
 *
 * <p>So they do where the body of a loop asks by another consumer, for the reply to a request most likely. One that this thread has
 * asked by outside any unit of work has a loop of its own: the thread takes turns, and what it has got from the other is done with.
 */
public final class PollLoop {
    private PollLoop() {}

    /**
     * The thread asks for more.
     *
     * @param asked the consumer, channel or client that it asks by; compared by identity
     */
    public static void next(Object asked) {
        Cursor cursor = Cursor.get();
        Operation root = cursor.openEndedUnit();
        if (root != null) {
            Object before = root.unit().receiver();
            if (before == asked || before == null || Turns.isOwn(asked)) {
                root.end(null);
            }
        } else if (!cursor.isUnitOpen()) {
            Turns.own(asked);
        }
    }

    /** Whether messages that the thread has just been answered begin a unit of work. */
    public static boolean begins() {
        Cursor cursor = Cursor.get();
        return !cursor.isSuppressed() && !cursor.isUnitOpen();
    }

    /**
     * The same where consumers are often made anew, or taken out of a pool: one that has got its messages from where the last ones came
     * from goes on with their loop.
     */
    public static boolean begins(Target from, String destination) {
        Operation root = Cursor.get().openEndedUnit();
        if (root != null && isFrom(root, from, destination)) {
            root.end(null);
        }
        return begins();
    }

    private static boolean isFrom(Operation root, Target from, String destination) {
        Target target = root.target();
        return target != null
                && target.system().equals(from.system())
                && Objects.equals(
                        root.unit().route(),
                        Recorder.instance().message(destination).collection());
    }

    /**
     * The poll has answered messages. A listener of a framework that gets them on this thread begins a unit of its own, in the
     * place of this one.
     *
     * @param root what {@link ConsumedMessages} has begun with them
     * @param asked as {@link #next} was told
     */
    public static void begun(@Nullable Operation root, Object asked) {
        if (root != null) {
            root.unit().receivedBy(asked);
            root.unit().openEnded();
        }
    }

    /** What the thread's open-ended unit of work has got its messages by; {@code null} where it has none, or that is gone. */
    public static @Nullable Object asked() {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openEndedUnit();
        return root == null ? null : root.unit().receiver();
    }

    /** The thread asks no more by this one. */
    public static void closed(Object asked) {
        if (asked() == asked) {
            end();
        }
    }

    /** The thread is done with what it has got, whatever that has come by. */
    public static void end() {
        Cursor cursor = Cursor.peek();
        if (cursor != null) {
            cursor.endOpenEnded();
        }
    }

    /** Which thread last asked by a consumer outside any unit of work. */
    private static final class Turns {
        private volatile long thread;

        static void own(Object asked) {
            Turns turns = Associations.get(asked, Turns.class);
            if (turns == null) {
                turns = new Turns();
                Associations.put(asked, turns);
            }
            turns.thread = Thread.currentThread().getId();
        }

        static boolean isOwn(Object asked) {
            Turns turns = Associations.get(asked, Turns.class);
            return turns != null && turns.thread == Thread.currentThread().getId();
        }
    }
}
