// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread stands that waits in a call.
 *
 * @param thread the thread's name
 * @param site the first application frame, or {@code null} where there is none
 * @param text the frames, one to a line
 */
record LiveStack(String thread, @Nullable CallSite site, String text) {
    private static final int MAX_FRAMES = 60;

    /**
     * Looks at the call's thread, which stops for the blink of an eye. {@code null} where no thread waits in the call, where the
     * call has ended meanwhile, and for virtual threads: theirs would have to be stopped together with its carrier, or be
     * chased while it moves from one carrier to another.
     */
    static @Nullable LiveStack of(Operation operation) {
        Thread thread = waiting(operation);
        if (thread == null || isVirtual(thread)) {
            return null;
        }
        StackTraceElement[] frames = thread.getStackTrace();
        if (operation.isEnded() || frames.length == 0) {
            return null;
        }
        LiveStack stack = of(thread.getName(), frames);
        // The thread of a request that is answered asynchronously is back in its pool, and waits for the next one.
        return operation.thread() == null && stack.site() == null ? null : stack;
    }

    /**
     * The thread that waits for the call: its own, else that of the unit where it waits for something; {@code null} where there
     * is none. A client that works with threads of its own, as the JDK's, lets a thread of the application wait outside the call.
     */
    static @Nullable Thread waiting(Operation operation) {
        Thread own = operation.thread();
        if (own != null) {
            return own;
        }
        Thread of = operation.unit().root().thread();
        return of != null && !isVirtual(of) && isWaiting(of) ? of : null;
    }

    /** Whether the thread waits for something but a monitor. Not for virtual threads. */
    static boolean isWaiting(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Named rather than asked, since Java 17 has none. */
    static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().equals("java.lang.VirtualThread");
    }

    static LiveStack of(String thread, StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder();
        StackTraceElement first = null;
        StackTraceElement caller = null;
        long hash = 0;
        for (int i = 0; i < frames.length; i++) {
            StackTraceElement frame = frames[i];
            if (i < MAX_FRAMES) {
                text.append(i == 0 ? "at " : "\nat ").append(frame);
            }
            if (caller == null && Frames.isApplication(frame.getClassName())) {
                caller = first == null ? null : frame;
                first = first == null ? frame : first;
                hash = hash * 31 + frame.hashCode();
            }
        }
        return new LiveStack(
                thread, first == null ? null : Frames.callSite(first, caller, List.of(), hash), text.toString());
    }
}
