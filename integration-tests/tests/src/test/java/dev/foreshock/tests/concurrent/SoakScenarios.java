// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.Associations;
import dev.foreshock.api.LocalTrace;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tasks of every sort, from four threads that are in a request three quarters of the time: executors, futures, threads, virtual
 * threads where there are any, and chains of Reactor and RxJava. The property {@code soak.tasks} says how many.
 */
public final class SoakScenarios extends Scenarios {
    private static final int TASKS = Integer.getInteger("soak.tasks", 200_000);
    private static final int CLIENTS = 4;
    private static final int KINDS = 21;

    /** What is left in the heap is compared after each round; the first ones load classes and start threads. */
    private static final int ROUNDS = 5;

    private static final int SETTLED_ROUND = 1;
    private static final long TOLERATED_GROWTH_BYTES = 4L << 20;

    private final AtomicLong ran = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final Semaphore inFlight = new Semaphore(512);

    private final ExecutorService fixed = Executors.newFixedThreadPool(3);
    private final ExecutorService cached = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(2);
    private final ForkJoinPool forkJoin = new ForkJoinPool(3);
    private final ExecutorService perTask = virtualThreads();

    /** What a thread takes that knows nothing of the requests: a driver's, a broker's. */
    private final LinkedBlockingQueue<Runnable> foreign = new LinkedBlockingQueue<>();

    private final ExecutorService tight = new ThreadPoolExecutor(1, 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>());

    @Override
    public void run() {
        scenario("the classes are woven", Scenarios::awaitWoven);
        scenario("a soak", this::soak);
        // What has failed leaves them running.
        for (ExecutorService pool : new ExecutorService[] {fixed, cached, scheduled, forkJoin, perTask, tight}) {
            pool.shutdownNow();
        }
    }

    private void soak() throws Exception {
        Thread stranger = new Thread(this::serveForeign);
        stranger.setDaemon(true);
        stranger.start();
        int before = Associations.size();
        long[] heapBytes = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            round(TASKS / ROUNDS / CLIENTS);
            long all = (long) (round + 1) * (TASKS / ROUNDS / CLIENTS) * CLIENTS;
            await(() -> ran.get() >= all, "all tasks have run");
            same(0, (int) wrong.get(), "tasks with a wrong context");
            awaitForgotten(before);
            heapBytes[round] = heapBytes();
        }
        System.out.println("ran " + ran + ", turned away " + turnedAway + ", heap " + Arrays.toString(heapBytes));
        long growth = heapBytes[ROUNDS - 1] - heapBytes[SETTLED_ROUND];
        check(growth < TOLERATED_GROWTH_BYTES, "the heap grew by " + growth + ": " + Arrays.toString(heapBytes));
        for (ExecutorService pool : new ExecutorService[] {fixed, cached, scheduled, forkJoin, perTask, tight}) {
            end(pool);
        }
    }

    private void round(int tasks) throws InterruptedException {
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            int seed = i;
            clients[i] = new Thread(() -> {
                for (int n = 0; n < tasks; n++) {
                    int kind = (n * 31 + seed) % KINDS;
                    int number = n;
                    Body submission = () -> submit(kind, number);
                    try {
                        if (n % 4 != 3) {
                            request(submission);
                        } else {
                            submission.run();
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            clients[i].start();
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private static void awaitForgotten(int before) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (Associations.size() > before + 50 && Instant.now().isBefore(deadline)) {
            System.gc();
        }
        check(Associations.size() <= before + 50, "associations grew from " + before + " to " + Associations.size());
    }

    private static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private void serveForeign() {
        try {
            while (true) {
                foreign.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread for each task, and a pool where the JDK has no virtual ones. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool();
        }
    }

    private void submit(int kind, int number) throws Exception {
        LocalTrace mine = unit();
        inFlight.acquire();
        switch (kind) {
            case 0 -> fixed.execute(() -> verify(mine));
            case 1 -> fixed.execute(new Task(this, mine));
            case 2 -> fixed.submit(new Task(this, mine));
            case 3 -> cached.submit(() -> verify(mine));
            case 4 -> scheduled.schedule(() -> verify(mine), 1, TimeUnit.MILLISECONDS);
            case 5 -> forkJoin.execute(() -> verify(mine));
            case 6 -> forkJoin.submit(new Task(this, mine));
            case 7 -> CompletableFuture.runAsync(() -> verify(mine));
            case 8 -> CompletableFuture.supplyAsync(() -> "", fixed).thenAcceptAsync(any -> verify(mine), forkJoin);
            case 9 ->
                IntStream.range(0, 2).parallel().forEach(m -> {
                    if (m == 0) {
                        verify(mine);
                    } else if (unit() != mine) {
                        wrong.incrementAndGet();
                    }
                });
            case 10 -> {
                try {
                    tight.execute(new Task(this, mine));
                } catch (RejectedExecutionException full) {
                    turnedAway.incrementAndGet();
                    verify(mine);
                }
            }
            case 11 -> perTask.execute(() -> verify(mine));
            case 12, 13, 14, 15, 16, 17, 18, 19 -> subscribe(kind, mine);
            default -> {
                if (number % 20 == 0) {
                    new Thread(() -> verify(mine)).start();
                } else {
                    cached.execute(new Task(this, mine));
                }
            }
        }
        if (unit() != mine) {
            wrong.incrementAndGet();
        }
    }

    private void subscribe(int kind, LocalTrace mine) {
        switch (kind) {
            case 12 ->
                Mono.fromRunnable(() -> verify(mine))
                        .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic())
                        .subscribe();
            case 13 ->
                Flux.just("")
                        .publishOn(reactor.core.scheduler.Schedulers.parallel())
                        .subscribe(any -> verify(mine));
            case 14 -> Mono.just("").delayElement(Duration.ofMillis(1)).subscribe(any -> verify(mine));
            case 15 -> {
                Sinks.One<String> sink = Sinks.one();
                sink.asMono().subscribe(any -> verify(mine));
                foreign.add(() -> sink.tryEmitValue(""));
            }
            case 16 ->
                Mono.<String>create(sink -> foreign.add(() -> sink.success(""))).subscribe(any -> verify(mine));
            case 17 -> Observable.just("").observeOn(Schedulers.computation()).subscribe(any -> verify(mine));
            case 18 ->
                Completable.fromAction(() -> verify(mine))
                        .subscribeOn(Schedulers.io())
                        .subscribe();
            default ->
                Single.<String>create(emitter -> foreign.add(() -> emitter.onSuccess("")))
                        .subscribe(any -> verify(mine));
        }
    }

    private void verify(LocalTrace expected) {
        if (unit() != expected) {
            wrong.incrementAndGet();
        }
        ran.incrementAndGet();
        inFlight.release();
    }

    private record Task(SoakScenarios soak, LocalTrace expected) implements Runnable {
        @Override
        public void run() {
            soak.verify(expected);
        }
    }
}
