// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What arrived of one signal, and a way to wait for it. Thread-safe. */
final class Arrivals<T> {
    private static final int SHOWN_LENGTH = 300;
    private static final long POLL_MILLIS = 100;

    private final String noun;
    private final int shown;
    private final List<T> items = new ArrayList<>();

    /** @param shown so many of the last are described, each cut: a build's log must still show which test failed */
    Arrivals(String noun, int shown) {
        this.noun = noun;
        this.shown = shown;
    }

    synchronized void add(List<T> arrived) {
        items.addAll(arrived);
        notifyAll();
    }

    synchronized void clear() {
        items.clear();
    }

    synchronized List<T> all() {
        return List.copyOf(items);
    }

    List<T> matching(Predicate<? super T> wanted) {
        return all().stream().filter(wanted).toList();
    }

    /** Waits until the condition holds for what has arrived so far. */
    List<T> await(Predicate<? super List<T>> condition, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        synchronized (this) {
            while (true) {
                List<T> now = List.copyOf(items);
                if (condition.test(now)) {
                    return now;
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("not within " + deadline.toMillis() + " ms; " + describe());
                }
                try {
                    // A condition may also look at what announces itself to nobody, as the end of a process.
                    wait(Math.min(POLL_MILLIS, left / 1_000_000 + 1));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting; " + describe(), interrupted);
                }
            }
        }
    }

    String describe() {
        return describe(shown);
    }

    /** With so many of the last items. */
    synchronized String describe(int shown) {
        StringBuilder text = new StringBuilder();
        text.append(items.size()).append(' ').append(noun).append(items.isEmpty() ? "" : ":");
        int skipped = Math.max(0, items.size() - shown);
        if (skipped > 0) {
            text.append("\n  ").append(skipped).append(" before these");
        }
        items.stream().skip(skipped).forEach(item -> text.append("\n  ").append(cut(item.toString())));
        return text.toString();
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
    }
}
