// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Lines for people, printed on the clock thread: writing to a stderr that nobody reads may block. Holds at most 256. */
final class Lines {
    private static final int MAX_WAITING = 256;

    private final Consumer<String> printer;
    private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Lines(Consumer<String> printer) {
        this.printer = printer;
    }

    /** Answers false where there is no room. */
    boolean add(String line) {
        if (count.incrementAndGet() > MAX_WAITING) {
            count.decrementAndGet();
            return false;
        }
        return waiting.add(line);
    }

    void print() {
        for (String line = waiting.poll(); line != null; line = waiting.poll()) {
            count.decrementAndGet();
            printer.accept(line);
        }
    }
}
