// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What sample advice has seen. It is outside the instrumentations, so that there is one copy of it for all of them. */
public final class Observed {
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
    private static volatile Runnable whileLinking = () -> {};

    private Observed() {}

    public static void add(String event) {
        EVENTS.add(event);
    }

    /** What {@link dev.foreshock.instrumentation.sample.LateAdvice} runs while it is being linked. */
    public static void linking() {
        whileLinking.run();
    }

    static void whileLinking(Runnable action) {
        whileLinking = action;
    }

    static List<String> events() {
        return List.copyOf(EVENTS);
    }

    static void clear() {
        EVENTS.clear();
        whileLinking = () -> {};
    }
}
