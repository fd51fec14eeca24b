// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Tasks that ask for messages: what they have got is done with when they are, and nothing later belongs to it. */
public final class PollingScenarios extends Scenarios {

    @Override
    public void run() {
        scenario("the classes are woven", Scenarios::awaitWoven);
        scenario("a lambda of a request in a thread pool", PollingScenarios::lambda);
        scenario("a task of nobody in a thread pool", PollingScenarios::pooled);
        scenario("tasks of nobody in a fork/join pool", PollingScenarios::forkJoin);
        scenario("tasks of nobody in an executor that is not woven", PollingScenarios::foreignExecutor);
        scenario("tasks that a loop runs itself", PollingScenarios::within);
    }

    /** Begins the unit of a message that a client has been asked for. */
    private static Operation poll() {
        Operation root = Recorder.instance().beginUnit(Kind.MESSAGE, name -> null);
        root.unit().openEnded();
        return root;
    }

    private static void checkEnds(AtomicReference<Operation> polled) {
        // Nobody else would end it for ten minutes.
        await(() -> polled.get() != null && polled.get().isEnded(), "the unit is over");
    }

    private static void lambda() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        AtomicReference<Operation> polled = new AtomicReference<>();
        openRequest(() -> pool.execute(() -> polled.set(poll())));
        checkEnds(polled);
        same(null, pool.submit(() -> Cursor.get().current()).get(), "what the next task belongs to");
        end(pool);
    }

    private static void pooled() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        AtomicReference<Operation> polled = new AtomicReference<>();
        pool.execute(() -> polled.set(poll()));
        checkEnds(polled);
        same(null, pool.submit(() -> Cursor.get().current()).get(), "what the next task belongs to");
        end(pool);
    }

    private static void forkJoin() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        AtomicReference<Operation> polled = new AtomicReference<>();
        pool.execute(() -> polled.set(poll()));
        checkEnds(polled);
        polled.set(null);
        CompletableFuture.runAsync(() -> polled.set(poll()), pool).get(30, TimeUnit.SECONDS);
        checkEnds(polled);
        same(null, pool.submit(() -> Cursor.get().current()).get(), "what the next task belongs to");
        end(pool);
    }

    private static void foreignExecutor() throws Exception {
        AtomicReference<Operation> polled = new AtomicReference<>();
        // As an executor does whose threads go on with something else.
        new FutureTask<>(() -> polled.set(poll()), null).run();
        check(polled.get().isEnded(), "the unit is over");
        CompletableFuture.runAsync(() -> polled.set(poll()), Runnable::run).get(30, TimeUnit.SECONDS);
        check(polled.get().isEnded(), "the unit is over");
        same(null, Cursor.get().current(), "what the thread goes on with");
    }

    private static void within() throws Exception {
        Operation polled = poll();
        new FutureTask<>(() -> {}, null).run();
        ForkJoinTask.adapt(() -> {}).invoke();
        CompletableFuture.runAsync(() -> {}, Runnable::run).get(30, TimeUnit.SECONDS);
        check(!polled.isEnded(), "the loop goes on");
        same(polled, Cursor.get().current(), "what the loop goes on with");
        polled.end(null);
    }
}
