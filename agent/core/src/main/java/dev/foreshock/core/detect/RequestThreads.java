// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.LocalTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The threads that serve requests, by pool: how many there are, how many of them are busy, and which of those wait for something
 * that is no call. Threads are of one pool where their names differ in the last number only. Used by the clock thread alone.
 *
 * <p>Nothing here stops a thread. All threads of the process are counted only where somebody asks for it.
 */
final class RequestThreads {
    private static final int MAX_POOLS = 64;

    private final Map<String, Set<Thread>> busy = new HashMap<>();
    private final Set<Thread> inCalls = new HashSet<>();
    private final Map<String, List<LocalTrace>> outsideCalls = new HashMap<>();
    private final Map<String, Integer> largest = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    /** Before and after each tick: threads and requests are not held longer. */
    void clear() {
        busy.clear();
        inCalls.clear();
        outsideCalls.clear();
        sizes.clear();
    }

    /** {@code http-nio-8080-exec-*}: not together with the threads of another port. */
    static String pool(String threadName) {
        int end = threadName.length();
        while (end > 0 && !isDigit(threadName.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && isDigit(threadName.charAt(start - 1))) {
            start--;
        }
        return start == end ? threadName : threadName.substring(0, start) + '*' + threadName.substring(end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The thread of a request waits in a call. */
    void inCall(Thread thread) {
        inCalls.add(thread);
        busy.computeIfAbsent(pool(thread.getName()), unknown -> new HashSet<>()).add(thread);
    }

    /** A request under way; after all that are in calls. */
    void serves(LocalTrace unit) {
        Thread thread = unit.root().thread();
        if (thread == null || LiveStack.isVirtual(thread)) {
            return;
        }
        String pool = pool(thread.getName());
        boolean isNew = busy.computeIfAbsent(pool, unknown -> new HashSet<>()).add(thread);
        if (isNew && !inCalls.contains(thread) && LiveStack.isWaiting(thread)) {
            outsideCalls.computeIfAbsent(pool, unknown -> new ArrayList<>()).add(unit);
        }
    }

    /** All requests have been told of. */
    void endRequests() {
        for (Map.Entry<String, Set<Thread>> one : busy.entrySet()) {
            grown(one.getKey(), one.getValue().size());
        }
    }

    private void grown(String pool, int size) {
        if (largest.size() < MAX_POOLS || largest.containsKey(pool)) {
            largest.merge(pool, size, Math::max);
        }
    }

    /**
     * Takes requests that wait for something that is no call, those of the pool that has most of them. Each is taken once.
     *
     * @return the longest under way first
     */
    List<LocalTrace> takeOutsideCalls(int atMost) {
        List<LocalTrace> most = new ArrayList<>();
        for (List<LocalTrace> each : outsideCalls.values()) {
            most = each.size() > most.size() ? each : most;
        }
        most.sort((one, other) ->
                Long.signum(one.root().startNanos() - other.root().startNanos()));
        List<LocalTrace> head = most.subList(0, Math.min(atMost, most.size()));
        List<LocalTrace> taken = List.copyOf(head);
        head.clear();
        return taken;
    }

    boolean isAnyOutsideCalls() {
        return !outsideCalls.isEmpty();
    }

    /** How many threads of the pool serve requests. */
    int busy(String pool) {
        Set<Thread> known = busy.get(pool);
        return known == null ? 0 : known.size();
    }

    /** How many threads of the pool are alive. */
    int size(String pool) {
        if (sizes.isEmpty()) {
            count();
        }
        return sizes.getOrDefault(pool, 0);
    }

    /** The largest number of them that has been seen: it can be as large again. */
    int largest(String pool) {
        return Math.max(size(pool), largest.getOrDefault(pool, 0));
    }

    /** Their names only: no stack, and no thread stops. */
    private void count() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() + 64];
        int count = group.enumerate(threads, true);
        for (int i = 0; i < count; i++) {
            sizes.merge(pool(threads[i].getName()), 1, Integer::sum);
        }
        for (String pool : busy.keySet()) {
            grown(pool, sizes.getOrDefault(pool, 0));
        }
    }
}
