// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.PoolNumbers;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers none of whose request threads is free, while most of them wait for one dependency: what remains cannot serve the rest of
 * the traffic. All threads that are in a call to it count, and those that wait for a connection to it; what is short says nothing,
 * so a tenth of them must have been there for a second.
 *
 * <p>How large a pool may become is not known. It starts a thread where none is free, so it is full where none is, at two looks
 * ten seconds apart between which it did not grow, and not smaller than it once was. Resolved after three looks with three quarters
 * of what it takes. Threads of virtual kind are no pool. The threads of the process are counted only while enough of them wait.
 */
final class WorkerSaturation implements Detector {
    private static final double SHARE_TO_CLEAR = 0.75;
    /** A thread that has answered one request and is about to take the next is not free. */
    private static final double FREE_IN_PASSING = 0.02;
    /** Event loops are not started where none is free, so all of them must wait where there are not many. */
    private static final int MANY_LOOPS = 16;

    private final Watch watch;
    private final Live<Double> ratio;
    private final Live<Integer> minThreads;
    private final RequestThreads threads = new RequestThreads();
    private final Map<String, Map<Target, WorkerPool>> pools = new HashMap<>();

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
        threads.clear();
        for (WorkerPool pool : all()) {
            pool.beginTick();
        }
        for (RunningCall call : watch.running()) {
            add(call);
        }
        for (LocalTrace unit : watch.requests()) {
            threads.serves(unit);
        }
        threads.endRequests();
        if (threads.isAnyOutsideCalls()) {
            addForConnections();
        }
        for (WorkerPool pool : all()) {
            if (pool.isOpen() || pool.waiting() >= pool.least(minThreads.get())) {
                judge(pool, findings);
            } else {
                forget(pool);
            }
        }
        threads.clear();
    }

    private List<WorkerPool> all() {
        List<WorkerPool> all = new ArrayList<>();
        pools.values().forEach(byTarget -> all.addAll(byTarget.values()));
        return all;
    }

    private WorkerPool pool(Thread thread, Target target) {
        return pools.computeIfAbsent(RequestThreads.pool(thread.getName()), unknown -> new HashMap<>())
                .computeIfAbsent(target, unknown -> new WorkerPool(RequestThreads.pool(thread.getName()), target));
    }

    private void forget(WorkerPool pool) {
        Map<Target, WorkerPool> byTarget = pools.get(pool.name());
        if (byTarget != null && byTarget.remove(pool.target()) != null && byTarget.isEmpty()) {
            pools.remove(pool.name());
        }
    }

    private void add(RunningCall call) {
        Operation operation = call.operation();
        if (operation.unit().root().kind() != Kind.REQUEST) {
            return;
        }
        Thread thread = LiveStack.waiting(operation);
        if (thread == null || LiveStack.isVirtual(thread)) {
            return;
        }
        threads.inCall(thread);
        Target target = operation.target();
        if (target != null) {
            pool(thread, target).add(call, thread);
        }
    }

    /** Pools of connections tell how many wait, not who: threads of requests that wait, and not in a call. */
    private void addForConnections() {
        for (ConnectionPool connections : ConnectionPools.all()) {
            Target target = connections.target();
            PoolNumbers numbers = target == null ? null : connections.read();
            if (target == null || numbers == null || numbers.pending <= 0) {
                continue;
            }
            for (LocalTrace unit : threads.takeOutsideCalls(numbers.pending)) {
                Thread thread = unit.root().thread();
                if (thread != null) {
                    pool(thread, target).addForConnection(unit, thread, watch.ageNanos(unit.root()));
                }
            }
        }
    }

    private void judge(WorkerPool pool, Findings findings) {
        int size = threads.size(pool.name());
        int capacity = threads.largest(pool.name());
        int waiting = pool.waiting();
        double least = ratio.get() * capacity;
        boolean isFull = pool.isEventLoop()
                ? waiting >= size || size >= MANY_LOOPS
                : size - threads.busy(pool.name()) <= FREE_IN_PASSING * size;
        boolean enough = waiting >= pool.least(minThreads.get());
        pool.look(enough && isFull && waiting >= least, waiting < SHARE_TO_CLEAR * least, size);
        if (pool.isShown() && (!pool.isOpen() || watch.isMinuteOver())) {
            pool.open(raise(pool, findings) || pool.isOpen());
        } else if (pool.isOver()) {
            pool.open(false);
            forget(pool);
            if (all().stream().noneMatch(other -> other.isOpen() && other.id() == pool.id())) {
                findings.clear(pool.id());
            }
        }
    }

    private static boolean raise(WorkerPool pool, Findings findings) {
        RunningCall oldest = pool.oldest();
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
                pool.kind(),
                null,
                pool.target(),
                stack == null ? null : stack.site(),
                pool.waiting(),
                0,
                0,
                1,
                DependencyMessages.saturated(pool, oldest, stack),
                DependencyMessages.saturatedSuggestion(pool, oldest.operation()),
                oldest.operation(),
                pool.id(),
                stack == null ? null : stack.text()));
        return true;
    }
}
