// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the scenarios of this package share. Runs in the child, inside the agent. */
abstract class Scenarios implements Runnable {
    interface Body {
        void run() throws Exception;
    }

    /** The unit of work that the current thread works for, or {@code null}. */
    static LocalTrace unit() {
        Operation current = Cursor.get().current();
        return current == null || current.unit().root().kind() != Kind.REQUEST ? null : current.unit();
    }

    /** Runs the body as an inbound request: as the recorder does it, without recording. */
    static LocalTrace request(Body body) throws Exception {
        Cursor cursor = Cursor.get();
        LocalTrace unit = new LocalTrace(
                cursor.nextId(),
                cursor.nextId(),
                0,
                false,
                null,
                null,
                Kind.REQUEST,
                cursor.nextId(),
                System.nanoTime(),
                0);
        cursor.reset();
        cursor.enter(unit.root());
        try {
            body.run();
        } finally {
            unit.root().close(System.nanoTime());
            unit.freeze();
            cursor.reset();
        }
        return unit;
    }

    /** Runs the body as an inbound request that stays open while its tasks run. */
    static void openRequest(Body body) throws Exception {
        request(body);
        check(unit() == null, "nothing is left of the request on its thread");
    }

    static void scenario(String name, Body body) {
        try {
            body.run();
            System.out.println("ok " + name);
        } catch (Throwable failed) {
            System.out.println("FAILED " + name + ": " + failed);
            failed.printStackTrace(System.out);
        }
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void same(Object expected, Object actual, String what) {
        check(
                expected == actual || (expected instanceof Integer && expected.equals(actual)),
                what + ": expected " + expected + " but was " + actual);
    }

    static void await(BooleanSupplier condition, String what) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            check(Instant.now().isBefore(deadline), "waited in vain until " + what);
            Thread.onSpinWait();
        }
    }

    /** Keeps the only thread of a pool busy until the latch opens. */
    static CountDownLatch block(ExecutorService pool) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        pool.submit(new Callable<Boolean>() {
            @Override
            public Boolean call() throws InterruptedException {
                running.countDown();
                return open.await(30, TimeUnit.SECONDS);
            }
        });
        check(running.await(30, TimeUnit.SECONDS), "the pool runs");
        return open;
    }

    static void end(ExecutorService pool) throws InterruptedException {
        pool.shutdown();
        check(pool.awaitTermination(30, TimeUnit.SECONDS), "the pool ends");
    }

    /** Classes that were loaded before the agent are woven by a background thread shortly after the start. */
    static void awaitWoven() throws Exception {
        ExecutorService pool = java.util.concurrent.Executors.newFixedThreadPool(1);
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        boolean[] arrived = new boolean[1];
        while (!arrived[0]) {
            check(Instant.now().isBefore(deadline), "java.util.concurrent is not woven");
            request(() -> pool.submit(() -> {
                        arrived[0] = unit() != null;
                    })
                    .get());
        }
        end(pool);
    }
}
