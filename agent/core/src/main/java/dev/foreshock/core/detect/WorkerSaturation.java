// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Servers whose request threads, or most of them, have been waiting in one dependency for a second or more: what remains cannot
 * serve the rest of the traffic.
 *
 * <p>Threads are of one pool where their names differ in numbers only. A pool may still grow, so it takes two looks ten seconds
 * apart between which it did not. Threads of virtual kind are no pool. The threads of the process are counted only while enough
 * of them wait.
 */
final class WorkerSaturation implements Detector {
    private static final long WAITING_NANOS = Clock.SECOND;
    /** A pool of this size has grown beyond what servers keep ready; a smaller one must wait as a whole. */
    private static final int GROWN = 16;

    private static final int LOOKS = 2;
    private static final int EVENT_LOOPS = 2;

    private final Watch watch;
    private final Live<Double> ratio;
    private final Live<Integer> minThreads;
    private final Map<Long, Pool> pools = new HashMap<>();

    WorkerSaturation(Settings settings, Watch watch) {
        this.watch = watch;
        ratio = settings.live(DependencySettings.SATURATION_RATIO);
        minThreads = settings.live(DependencySettings.SATURATION_MIN_THREADS);
    }

    @Override
    public String name() {
        return FindingType.WORKER_SATURATION;
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        for (Pool pool : pools.values()) {
            pool.waiting.clear();
        }
        for (RunningCall call : watch.running()) {
            add(call);
        }
        Map<String, Integer> sizes = null;
        for (Pool pool : List.copyOf(pools.values())) {
            if (pool.waiting.size() >= pool.least(minThreads.get())) {
                sizes = sizes == null ? sizes() : sizes;
                judge(pool, sizes.getOrDefault(pool.kind, 0), findings);
            } else {
                pools.remove(pool.id);
                if (pool.open) {
                    findings.clear(pool.id);
                }
            }
        }
    }

    private void add(RunningCall call) {
        Operation operation = call.operation();
        Thread thread = LiveStack.waiting(operation);
        Target target = operation.target();
        if (call.ageNanos() < WAITING_NANOS
                || thread == null
                || target == null
                || operation.unit().root().kind() != Kind.REQUEST
                || LiveStack.isVirtual(thread)) {
            return;
        }
        String kind = ThreadKind.of(thread.getName());
        long id = Finding.id(FindingType.WORKER_SATURATION, kind, null, null, target);
        Pool pool = pools.get(id);
        if (pool == null) {
            pool = new Pool(id, kind, target);
            pools.put(id, pool);
        }
        pool.add(call, thread);
    }

    /** How many threads of each kind are alive. Their names only: no stack, and no thread stops. */
    private static Map<String, Integer> sizes() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[group.activeCount() + 64];
        int count = group.enumerate(threads, true);
        Map<String, Integer> sizes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            sizes.merge(ThreadKind.of(threads[i].getName()), 1, Integer::sum);
        }
        return sizes;
    }

    private void judge(Pool pool, int size, Findings findings) {
        int waiting = pool.waiting.size();
        boolean saturated = waiting >= ratio.get() * size && (waiting >= size || size >= GROWN);
        pool.looks = saturated && size <= pool.size ? pool.looks + 1 : saturated ? 1 : 0;
        pool.size = size;
        if (pool.looks >= LOOKS && (!pool.open || watch.isMinuteOver())) {
            pool.open = raise(pool, findings);
        } else if (pool.open && !saturated) {
            pool.open = false;
            findings.clear(pool.id);
        }
    }

    private static boolean raise(Pool pool, Findings findings) {
        RunningCall oldest = pool.oldest;
        if (oldest == null) {
            return false;
        }
        LiveStack stack = LiveStack.of(oldest.operation());
        if (stack == null && oldest.operation().thread() == null) {
            // The threads are back in the pool, and the requests are answered asynchronously.
            return false;
        }
        findings.raise(new Finding(
                FindingType.WORKER_SATURATION,
                Severity.CRITICAL,
                Confidence.HIGH,
                null,
                pool.kind,
                null,
                pool.target,
                stack == null ? null : stack.site(),
                pool.waiting.size(),
                0,
                0,
                1,
                DependencyMessages.saturated(pool.kind, pool.waiting.size(), pool.size, oldest, pool.units, stack),
                DependencyMessages.saturatedSuggestion(oldest.operation()),
                oldest.operation(),
                pool.id,
                stack == null ? null : stack.text()));
        return true;
    }

    /** The threads of one kind that wait in one dependency. */
    private static final class Pool {
        final long id;
        final String kind;
        final Target target;
        final Set<Thread> waiting = new HashSet<>();
        final Map<String, Long> units = new HashMap<>();

        @Nullable
        RunningCall oldest;

        int size = Integer.MAX_VALUE;
        int looks;
        boolean open;

        Pool(long id, String kind, Target target) {
            this.id = id;
            this.kind = kind;
            this.target = target;
        }

        void add(RunningCall call, Thread thread) {
            if (waiting.isEmpty()) {
                units.clear();
                oldest = null;
            }
            waiting.add(thread);
            if (units.size() < 16) {
                units.merge(Messages.unit(call.operation().unit()), call.ageNanos(), Long::sum);
            }
            if (oldest == null || call.ageNanos() > oldest.ageNanos()) {
                oldest = call;
            }
        }

        /** An event loop has one thread for each processor. */
        int least(int configured) {
            return kind.contains("eventloop") || kind.contains("EventLoop") || kind.startsWith("reactor-http-")
                    ? EVENT_LOOPS
                    : configured;
        }
    }
}
