// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Fork/join pools and completable futures. */
public final class FutureScenarios extends Scenarios {

    @Override
    public void run() {
        scenario("the classes are woven", Scenarios::awaitWoven);
        scenario("every way to submit to a fork/join pool", FutureScenarios::everyWay);
        scenario("a parallel stream", FutureScenarios::parallelStream);
        scenario("parallel streams of two requests at once", FutureScenarios::twoParallelStreams);
        scenario("tasks that fork", FutureScenarios::recursive);
        scenario("a chain of stages", FutureScenarios::chain);
        scenario("stages that a stranger completes", FutureScenarios::stranger);
        scenario("stages of two requests behind one future", FutureScenarios::sharedFuture);
        scenario("a delayed executor", FutureScenarios::delayed);
        scenario("an executor that is not woven", FutureScenarios::foreignExecutor);
        scenario("a stage that throws", FutureScenarios::throwing);
    }

    private static void everyWay() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        openRequest(() -> {
            LocalTrace mine = unit();
            Callable<Object> callable = Scenarios::unit;
            same(mine, pool.submit(callable).get(), "submit of a callable");
            same(mine, pool.submit(ForkJoinTask.adapt(callable)).get(), "submit of a task");
            same(mine, pool.invoke(ForkJoinTask.adapt(callable)), "invoke");
            same(mine, pool.invokeAll(List.of(callable, callable)).get(1).get(), "invokeAll");
            same(mine, pool.invokeAny(List.of(callable)), "invokeAny");
            AtomicReference<Object> seen = new AtomicReference<>("nothing");
            pool.submit(() -> seen.set(unit())).get();
            same(mine, seen.getAndSet("nothing"), "submit of a runnable");
            pool.execute(() -> seen.set(unit()));
            await(() -> seen.get() != "nothing", "the lambda has run");
            same(mine, seen.getAndSet("nothing"), "execute of a lambda");
            pool.execute(ForkJoinTask.adapt(() -> seen.set(unit())));
            await(() -> seen.get() != "nothing", "the task has run");
            same(mine, seen.get(), "execute of a task");
        });
        Callable<Object> callable = Scenarios::unit;
        for (int i = 0; i < 4; i++) {
            same(null, pool.submit(callable).get(), "a task of nobody");
        }
        try {
            openRequest(() -> pool.invokeAll(Collections.singleton(null)));
            throw new AssertionError("the pool accepted null");
        } catch (NullPointerException expected) {
            // As without the agent.
        }
        end(pool);
    }

    private static void parallelStream() throws Exception {
        Set<Object> units = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        openRequest(() -> {
            Operation before = Cursor.get().current();
            CountDownLatch two = new CountDownLatch(2);
            IntStream.range(0, 64).parallel().forEach(n -> {
                LocalTrace unit = unit();
                units.add(unit == null ? "none" : unit);
                if (threads.add(Thread.currentThread())) {
                    two.countDown();
                }
                try {
                    two.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            same(before, Cursor.get().current(), "the caller goes on with what it did");
            check(units.equals(Set.of(unit())), "all elements are in the request: " + units);
        });
        check(threads.size() >= 2, "the stream was parallel: " + threads);
        Set<Object> none = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 64).parallel().forEach(n -> none.add(unit() == null ? "none" : unit()));
        check(none.equals(Set.of("none")), "a stream of nobody: " + none);
    }

    private static void twoParallelStreams() throws Exception {
        Map<LocalTrace, Set<Object>> seen = new ConcurrentHashMap<>();
        Runnable client = () -> {
            try {
                for (int round = 0; round < 200; round++) {
                    request(() -> {
                        LocalTrace mine = unit();
                        Set<Object> units = seen.computeIfAbsent(mine, any -> ConcurrentHashMap.newKeySet());
                        IntStream.range(0, 100).parallel().forEach(n -> units.add(unit() == null ? "none" : unit()));
                        same(mine, unit(), "helping others changes nothing");
                    });
                }
            } catch (Exception e) {
                seen.clear();
            }
        };
        Thread one = new Thread(client);
        Thread other = new Thread(client);
        one.start();
        other.start();
        one.join();
        other.join();
        same(400, seen.size(), "requests");
        seen.forEach((unit, units) -> check(units.equals(Set.of(unit)), unit + " saw " + units));
    }

    private static final class Halving extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient Set<Object> units;
        private final int size;

        Halving(Set<Object> units, int size) {
            this.units = units;
            this.size = size;
        }

        @Override
        protected void compute() {
            LocalTrace unit = unit();
            units.add(unit == null ? "none" : unit);
            if (size > 1) {
                invokeAll(new Halving(units, size / 2), new Halving(units, size - size / 2));
            }
        }
    }

    private static void recursive() throws Exception {
        Set<Object> units = ConcurrentHashMap.newKeySet();
        ForkJoinPool pool = new ForkJoinPool(3);
        openRequest(() -> {
            pool.invoke(new Halving(units, 500));
            check(units.equals(Set.of(unit())), "seen: " + units);
        });
        end(pool);
    }

    private static void chain() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        openRequest(() -> {
            LocalTrace mine = unit();
            List<Object> seen = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Void> chain = CompletableFuture.supplyAsync(() -> seen.add(unit()))
                    .thenApply(any -> seen.add(unit()))
                    .thenApplyAsync(any -> seen.add(unit()))
                    .thenComposeAsync(any -> CompletableFuture.supplyAsync(() -> seen.add(unit()), pool), pool)
                    .thenCombine(CompletableFuture.runAsync(() -> seen.add(unit())), (a, b) -> seen.add(unit()))
                    .handle((any, thrown) -> seen.add(unit()))
                    .whenCompleteAsync((any, thrown) -> seen.add(unit()), pool)
                    .thenAccept(any -> seen.add(unit()))
                    .thenRunAsync(() -> seen.add(unit()));
            chain.get(30, TimeUnit.SECONDS);
            same(10, seen.size(), "stages");
            same(10, Collections.frequency(seen, mine), "stages in the request");
        });
        end(pool);
    }

    private static void stranger() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ready = new CountDownLatch(1);
        Thread completer = new Thread(() -> {
            try {
                check(ready.await(30, TimeUnit.SECONDS), "the stages are there");
                source.complete("");
                second.complete("");
                seen.add(unit() == null ? "clean" : "dirty");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        completer.start();
        openRequest(() -> {
            LocalTrace mine = unit();
            CompletableFuture<Void> all = CompletableFuture.allOf(
                    source.thenApply(any -> seen.add(unit())),
                    source.thenApplyAsync(any -> seen.add(unit()), pool),
                    source.thenCombine(second, (a, b) -> seen.add(unit())),
                    source.thenAcceptBothAsync(second, (a, b) -> seen.add(unit())),
                    source.applyToEither(second, any -> seen.add(unit())),
                    source.runAfterBoth(second, () -> seen.add(unit())),
                    source.thenCompose(any -> CompletableFuture.completedFuture(seen.add(unit()))),
                    source.whenComplete((any, thrown) -> seen.add(unit())));
            ready.countDown();
            all.get(30, TimeUnit.SECONDS);
            completer.join();
            same(9, seen.size(), "stages and the completer");
            same(8, Collections.frequency(seen, mine), "stages in the request: " + seen);
            same(1, Collections.frequency(seen, "clean"), "the completer is nobody's afterwards");
        });
        end(pool);
    }

    private static void sharedFuture() throws Exception {
        CompletableFuture<String> cached = new CompletableFuture<>();
        AtomicReference<Object> one = new AtomicReference<>();
        AtomicReference<Object> other = new AtomicReference<>();
        LocalTrace first =
                request(() -> cached.thenAccept(any -> one.set(Cursor.get().current())));
        LocalTrace second =
                request(() -> cached.thenAccept(any -> other.set(Cursor.get().current())));
        cached.complete("");
        same(first.root(), one.get(), "the first request's stage");
        same(second.root(), other.get(), "the second request's stage");
        same(null, Cursor.get().current(), "the completer is nobody's afterwards");
    }

    private static void delayed() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        openRequest(() -> {
            LocalTrace mine = unit();
            Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, pool);
            same(mine, CompletableFuture.supplyAsync(Scenarios::unit, later).get(), "a stage, later");
            AtomicReference<Object> seen = new AtomicReference<>("nothing");
            later.execute(() -> seen.set(unit()));
            await(() -> seen.get() != "nothing", "the lambda has run");
            same(mine, seen.get(), "a lambda, later");
            CompletableFuture<Object> timed = new CompletableFuture<>()
                    .completeOnTimeout("", 1, TimeUnit.MILLISECONDS)
                    .thenApply(any -> unit());
            same(mine, timed.get(), "a stage behind a timeout");
        });
        end(pool);
    }

    private static void foreignExecutor() throws Exception {
        List<Runnable> queue = Collections.synchronizedList(new ArrayList<>());
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        Thread runner = new Thread(() -> {
            await(() -> queue.size() == 2, "two tasks");
            queue.get(0).run();
            await(() -> queue.size() == 3, "three tasks");
            queue.get(1).run();
            queue.get(2).run();
            seen.add(unit() == null ? "clean" : "dirty");
        });
        runner.start();
        openRequest(() -> {
            CompletableFuture.runAsync(() -> seen.add(unit()), queue::add)
                    .thenRunAsync(() -> seen.add(unit()), queue::add);
            CompletableFuture.supplyAsync(() -> seen.add(unit()), queue::add);
            runner.join();
            same(4, seen.size(), "tasks and the runner: " + seen);
            same(3, Collections.frequency(seen, unit()), "tasks in the request: " + seen);
            same("clean", seen.get(3), "the runner is nobody's afterwards");
        });
    }

    private static void throwing() throws Exception {
        CompletableFuture<String> source = new CompletableFuture<>();
        AtomicReference<Object> seen = new AtomicReference<>();
        LocalTrace unit = request(() -> source.thenApply(any -> {
                    throw new IllegalStateException("expected");
                })
                .exceptionally(thrown -> {
                    seen.set(Cursor.get().current());
                    return "";
                }));
        source.complete("");
        same(unit.root(), seen.get(), "the stage that handles it");
        same(null, Cursor.get().current(), "the completer is nobody's afterwards");
    }
}
