// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Thread pools, plain and scheduled. */
public final class PoolScenarios extends Scenarios {

    @Override
    public void run() {
        scenario("the classes are woven", Scenarios::awaitWoven);
        scenario("every way to submit carries", PoolScenarios::everyWay);
        scenario("one lambda submitted by two requests at once", PoolScenarios::oneLambdaTwoRequests);
        scenario("one object submitted by two requests carries nothing", PoolScenarios::oneObjectTwoRequests);
        scenario("one object submitted often by one request", PoolScenarios::oneObjectOneRequest);
        scenario("remove finds the task", PoolScenarios::remove);
        scenario("a priority queue", PoolScenarios::priorityQueue);
        scenario("shutdownNow gives the tasks back", PoolScenarios::shutdownNow);
        scenario("hooks and handlers see the application's own objects", PoolScenarios::hooks);
        scenario("a task that the caller runs", PoolScenarios::callerRuns);
        scenario("a task that is rejected", PoolScenarios::rejected);
        scenario("a task that throws", PoolScenarios::throwing);
        scenario("workers belong to nobody", PoolScenarios::workers);
        scenario("a task that outlives its request", PoolScenarios::outlives);
        scenario("scheduled once carries, periodic does not", PoolScenarios::scheduled);
        scenario("a task run by hand", PoolScenarios::byHand);
    }

    private static final class Recording implements Runnable {
        final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void run() {
            LocalTrace unit = unit();
            seen.add(unit == null ? "none" : unit);
        }
    }

    private static void everyWay() throws Exception {
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(2);
        openRequest(() -> {
            LocalTrace mine = unit();
            same(mine, pool.submit(Scenarios::unit).get(), "submit of a callable");
            Recording recording = new Recording();
            pool.submit(recording).get();
            pool.submit(recording, "").get();
            pool.invokeAll(List.of(Executors.callable(recording))).get(0).get();
            pool.execute(recording);
            await(() -> recording.seen.size() == 4, "four runs");
            same(1, Collections.frequency(recording.seen, mine) / 4, "all four in the request: " + recording.seen);
            AtomicReference<Object> seen = new AtomicReference<>("nothing");
            pool.execute(() -> seen.set(unit()));
            await(() -> seen.get() != "nothing", "the lambda has run");
            same(mine, seen.get(), "execute of a lambda");
            same(mine, pool.invokeAny(List.of(Scenarios::unit)), "invokeAny");
        });
        same(null, pool.submit(Scenarios::unit).get(), "a task of nobody");
        end(pool);
    }

    private static void oneLambdaTwoRequests() throws Exception {
        Map<Object, AtomicInteger> runs = new ConcurrentHashMap<>();
        Runnable lambda = () -> {
            LocalTrace unit = unit();
            runs.computeIfAbsent(unit == null ? "none" : unit, any -> new AtomicInteger())
                    .incrementAndGet();
        };
        ExecutorService pool = Executors.newFixedThreadPool(4);
        CyclicBarrier together = new CyclicBarrier(2);
        CountDownLatch done = new CountDownLatch(1);
        Thread[] clients = new Thread[2];
        for (int i = 0; i < 2; i++) {
            clients[i] = new Thread(() -> {
                try {
                    request(() -> {
                        together.await(30, TimeUnit.SECONDS);
                        for (int n = 0; n < 2_000; n++) {
                            pool.execute(lambda);
                        }
                        check(done.await(60, TimeUnit.SECONDS), "the tasks have run");
                    });
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            clients[i].start();
        }
        await(() -> runs.values().stream().mapToInt(AtomicInteger::get).sum() == 4_000, "4,000 tasks have run");
        done.countDown();
        for (Thread client : clients) {
            client.join();
        }
        same(2, runs.size(), "units seen: " + runs);
        runs.forEach((unit, count) -> check(count.get() == 2_000, unit + " was seen " + count + " times"));
        end(pool);
    }

    private static void oneObjectTwoRequests() throws Exception {
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        CountDownLatch open = block(pool);
        Recording shared = new Recording();
        request(() -> pool.execute(shared));
        request(() -> pool.execute(shared));
        open.countDown();
        end(pool);
        check(shared.seen.equals(List.of("none", "none")), "seen: " + shared.seen);
    }

    private static void oneObjectOneRequest() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Recording shared = new Recording();
        openRequest(() -> {
            CountDownLatch open = block(pool);
            for (int i = 0; i < 3; i++) {
                pool.execute(shared);
            }
            open.countDown();
            await(() -> shared.seen.size() == 3, "three runs");
            same(3, Collections.frequency(shared.seen, unit()), "runs in the request");
        });
        pool.submit(shared).get();
        same("none", shared.seen.get(3), "the same object, submitted by nobody");
        end(pool);
    }

    private static void remove() throws Exception {
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        CountDownLatch open = block(pool);
        int[] captured = new int[1];
        Runnable lambda = () -> captured[0]++;
        Recording named = new Recording();
        request(() -> {
            pool.execute(lambda);
            pool.execute(named);
        });
        check(pool.remove(lambda), "the lambda is found");
        check(!pool.remove(lambda), "it is found once");
        check(pool.getQueue().contains(named), "the queue holds the very object");
        check(pool.remove(named), "the object is found");
        check(pool.getQueue().isEmpty(), "nothing is left: " + pool.getQueue());
        pool.execute(named);
        open.countDown();
        end(pool);
        check(named.seen.equals(List.of("none")), "a removed task left nothing behind: " + named.seen);
        same(0, captured[0], "the removed lambda has not run");
    }

    private static final class Urgent implements Runnable, Comparable<Urgent> {
        final int priority;
        final List<Object> seen;

        Urgent(int priority, List<Object> seen) {
            this.priority = priority;
            this.seen = seen;
        }

        @Override
        public void run() {
            LocalTrace unit = unit();
            seen.add(priority + (unit == null ? " none" : " request"));
        }

        @Override
        public int compareTo(Urgent other) {
            return Integer.compare(priority, other.priority);
        }
    }

    private static void priorityQueue() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        pool.execute(new Runnable() {
            @Override
            public void run() {
                running.countDown();
                try {
                    open.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        check(running.await(30, TimeUnit.SECONDS), "the pool runs");
        openRequest(() -> {
            pool.execute(new Urgent(3, seen));
            pool.execute(new Urgent(1, seen));
            pool.execute(new Urgent(2, seen));
            open.countDown();
            await(() -> seen.size() == 3, "three runs");
        });
        check(seen.equals(List.of("1 request", "2 request", "3 request")), "seen: " + seen);
        end(pool);

        List<Object> order = Collections.synchronizedList(new ArrayList<>());
        Map<Runnable, Integer> ranks = new HashMap<>();
        ThreadPoolExecutor compared = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(11, (a, b) -> Integer.compare(ranks.get(a), ranks.get(b))));
        compared.prestartAllCoreThreads();
        AtomicReference<Object> context = new AtomicReference<>("nothing");
        Runnable lambda = () -> {
            order.add("lambda");
            context.set(unit());
        };
        ranks.put(lambda, 1);
        openRequest(() -> {
            compared.execute(lambda);
            await(() -> context.get() != "nothing", "the lambda has run");
            same(unit(), context.get(), "a lambda in a queue with a comparator");
        });
        end(compared);
    }

    private static void shutdownNow() throws Exception {
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        block(pool);
        Runnable lambda = () -> System.out.println("never");
        Recording named = new Recording();
        FutureTask<Object> future = new FutureTask<>(named, null);
        request(() -> {
            pool.execute(lambda);
            pool.execute(named);
            pool.execute(future);
        });
        List<Runnable> unstarted = pool.shutdownNow();
        same(3, unstarted.size(), "tasks given back");
        same(lambda, unstarted.get(0), "the lambda");
        same(named, unstarted.get(1), "the object");
        same(future, unstarted.get(2), "the future");
        future.run();
        check(named.seen.equals(List.of("none")), "a task given back has left nothing behind: " + named.seen);
        check(pool.awaitTermination(30, TimeUnit.SECONDS), "the pool ends");
    }

    private static final class Hooked extends ThreadPoolExecutor {
        final Map<Runnable, String> started = Collections.synchronizedMap(new HashMap<>());
        final List<Object> before = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger timed = new AtomicInteger();

        Hooked() {
            super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(2));
        }

        @Override
        public void execute(Runnable command) {
            started.put(command, "");
            super.execute(command);
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            before.add(task);
            if (started.remove(task) != null) {
                timed.incrementAndGet();
            }
        }
    }

    private static void hooks() throws Exception {
        Hooked pool = new Hooked();
        List<Object> turnedAway = new ArrayList<>();
        pool.setRejectedExecutionHandler((task, executor) -> turnedAway.add(task));
        Recording first = new Recording();
        Recording second = new Recording();
        Recording third = new Recording();
        openRequest(() -> {
            CountDownLatch open = block(pool);
            pool.execute(first);
            pool.execute(() -> second.run());
            pool.execute(third);
            check(turnedAway.equals(List.of(third)), "the handler gets the very object: " + turnedAway);
            open.countDown();
            await(() -> first.seen.size() + second.seen.size() == 2, "two runs");
            same(unit(), first.seen.get(0), "the object's context");
            same(unit(), second.seen.get(0), "the lambda's context");
        });
        same(first, pool.before.get(1), "beforeExecute gets the very object");
        same(3, pool.timed.get(), "tasks found again in the hook's own map, the lambda too");
        end(pool);
    }

    private static void callerRuns() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        CountDownLatch open = block(pool);
        Recording named = new Recording();
        openRequest(() -> {
            Operation before = Cursor.get().current();
            pool.execute(named);
            same(unit(), named.seen.get(0), "the object ran in the request");
            AtomicReference<Object> seen = new AtomicReference<>();
            pool.execute(() -> seen.set(unit()));
            same(unit(), seen.get(), "the lambda ran in the request");
            same(before, Cursor.get().current(), "the caller goes on with what it did");
        });
        named.run();
        same("none", named.seen.get(1), "nothing is left behind");
        open.countDown();
        end(pool);
        pool.execute(named);
        same(2, named.seen.size(), "a pool that has ended runs nothing");
    }

    private static void rejected() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        pool.shutdown();
        Recording named = new Recording();
        openRequest(() -> {
            Operation before = Cursor.get().current();
            for (Runnable task : List.of(named, (Runnable) () -> {})) {
                try {
                    pool.execute(task);
                    throw new AssertionError("a pool that was shut down accepted a task");
                } catch (RejectedExecutionException expected) {
                    same(before, Cursor.get().current(), "the caller goes on with what it did");
                }
            }
        });
        ExecutorService other = Executors.newFixedThreadPool(1);
        other.submit(named).get();
        check(named.seen.equals(List.of("none")), "a rejected task left nothing behind: " + named.seen);
        end(other);
    }

    private static void throwing() throws Exception {
        AtomicInteger thrown = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(1, work -> {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((where, what) -> thrown.incrementAndGet());
            return thread;
        });
        openRequest(() -> {
            pool.execute(() -> {
                throw new IllegalStateException("expected");
            });
            pool.execute(new Runnable() {
                @Override
                public void run() {
                    throw new StackOverflowError("expected");
                }
            });
            await(() -> thrown.get() == 2, "both exceptions reach the handler");
        });
        same(null, pool.submit(Scenarios::unit).get(), "the next worker starts with nothing");
        end(pool);
    }

    private static void workers() throws Exception {
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(3);
        CountDownLatch open = new CountDownLatch(1);
        openRequest(() -> {
            for (int i = 0; i < 3; i++) {
                pool.execute(() -> {
                    try {
                        open.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        });
        open.countDown();
        for (int i = 0; i < 9; i++) {
            same(null, pool.submit(Scenarios::unit).get(), "a worker that a request has started");
        }
        end(pool);
    }

    private static void outlives() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        CountDownLatch open = block(pool);
        AtomicReference<Operation> seen = new AtomicReference<>();
        LocalTrace unit = request(() -> pool.execute(() -> seen.set(Cursor.get().current())));
        check(unit.isEnded(), "the request has ended");
        open.countDown();
        await(() -> seen.get() != null, "the task has run");
        same(unit, seen.get().unit(), "what the task goes on with");
        same(null, pool.submit(Scenarios::unit).get(), "the next task");
        end(pool);
    }

    private static void scheduled() throws Exception {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        Recording rate = new Recording();
        Recording delay = new Recording();
        openRequest(() -> {
            same(
                    unit(),
                    pool.schedule(Scenarios::unit, 1, TimeUnit.MILLISECONDS).get(),
                    "a callable, once");
            Recording once = new Recording();
            pool.schedule(once, 1, TimeUnit.MILLISECONDS).get();
            pool.execute(once);
            pool.submit(once).get();
            same(3, Collections.frequency(once.seen, unit()), "runs in the request: " + once.seen);
            ScheduledFuture<?> one = pool.scheduleAtFixedRate(rate, 0, 1, TimeUnit.MILLISECONDS);
            ScheduledFuture<?> other = pool.scheduleWithFixedDelay(delay, 0, 1, TimeUnit.MILLISECONDS);
            await(() -> rate.seen.size() > 3 && delay.seen.size() > 3, "periodic tasks have run");
            one.cancel(false);
            other.cancel(false);
        });
        same(rate.seen.size(), Collections.frequency(rate.seen, "none"), "fixed rate carries nothing");
        same(delay.seen.size(), Collections.frequency(delay.seen, "none"), "fixed delay carries nothing");
        ScheduledThreadPoolExecutor removing = (ScheduledThreadPoolExecutor) pool;
        ScheduledFuture<?> late = removing.schedule(rate, 1, TimeUnit.HOURS);
        check(removing.remove((Runnable) late), "a scheduled task is found");
        end(pool);
    }

    private static void byHand() throws Exception {
        Recording named = new Recording();
        FutureTask<Object> future = new FutureTask<>(named, null);
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        CountDownLatch open = block(pool);
        openRequest(() -> {
            pool.execute(future);
            pool.getQueue().clear();
            Thread thread = new Thread(future);
            thread.start();
            future.get();
            same(unit(), named.seen.get(0), "a future that a thread of its own runs");
        });
        open.countDown();
        end(pool);
    }
}
