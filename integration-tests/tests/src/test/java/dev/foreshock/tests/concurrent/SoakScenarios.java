// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.Associations;
import dev.foreshock.api.LocalTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Two hundred thousand tasks of every sort, from four threads that are in a request half of the time. */
public final class SoakScenarios extends Scenarios {
    private static final int TASKS = 200_000;
    private static final int CLIENTS = 4;

    private final AtomicLong ran = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final Semaphore inFlight = new Semaphore(512);

    private final ExecutorService fixed = Executors.newFixedThreadPool(3);
    private final ExecutorService cached = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(2);
    private final ForkJoinPool forkJoin = new ForkJoinPool(3);
    private final ExecutorService tight = new ThreadPoolExecutor(1, 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>());

    @Override
    public void run() {
        scenario("the classes are woven", Scenarios::awaitWoven);
        scenario("a soak", this::soak);
    }

    private void soak() throws Exception {
        int before = Associations.size();
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            int seed = i;
            clients[i] = new Thread(() -> {
                for (int n = 0; n < TASKS / CLIENTS; n++) {
                    int kind = (n * 31 + seed) % 12;
                    int number = n;
                    Body submission = () -> submit(kind, number);
                    try {
                        if (n % 2 == 0) {
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
        await(() -> ran.get() >= TASKS, "all tasks have run");
        same(0, (int) wrong.get(), "tasks with a wrong context");
        for (ExecutorService pool : new ExecutorService[] {fixed, cached, scheduled, forkJoin, tight}) {
            end(pool);
        }
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (Associations.size() > before + 50 && Instant.now().isBefore(deadline)) {
            System.gc();
        }
        check(Associations.size() <= before + 50, "associations grew from " + before + " to " + Associations.size());
        System.out.println("ran " + ran + ", turned away " + turnedAway);
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
