// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.LocalTrace;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Threads of one's own, timers, and virtual threads where the JDK has them. */
public final class ThreadScenarios extends Scenarios {

    @Override
    public void run() {
        scenario("the classes are woven", Scenarios::awaitWoven);
        scenario("a thread goes on with what its starter did", ThreadScenarios::thread);
        scenario("a class of threads", ThreadScenarios::subclass);
        scenario("a thread that is started elsewhere", ThreadScenarios::startedElsewhere);
        scenario("a timer belongs to nobody", ThreadScenarios::timer);
        if (Runtime.version().feature() >= 21) {
            scenario("a virtual thread", ThreadScenarios::virtual);
            scenario("a virtual thread that parks", ThreadScenarios::parking);
            scenario("a pool of virtual threads", ThreadScenarios::virtualPool);
        }
    }

    private static void thread() throws Exception {
        AtomicReference<Object> seen = new AtomicReference<>("nothing");
        AtomicReference<Object> grandchild = new AtomicReference<>("nothing");
        openRequest(() -> {
            Thread thread = new Thread(() -> {
                Thread another = new Thread(() -> grandchild.set(unit()));
                another.start();
                seen.set(unit());
                try {
                    another.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            thread.join();
            same(unit(), seen.get(), "the thread");
            same(unit(), grandchild.get(), "the thread that it starts");
        });
        Thread nobody = new Thread(() -> seen.set(unit()));
        nobody.start();
        nobody.join();
        same(null, seen.get(), "a thread of nobody");
    }

    private static final class Worker extends Thread {
        volatile Object seen = "nothing";

        @Override
        public void run() {
            seen = unit();
        }
    }

    private static void subclass() throws Exception {
        openRequest(() -> {
            Worker worker = new Worker();
            worker.start();
            worker.join();
            same(unit(), worker.seen, "the thread");
        });
    }

    private static void startedElsewhere() throws Exception {
        Worker worker = new Worker();
        Worker[] created = new Worker[1];
        request(() -> created[0] = new Worker());
        created[0].start();
        created[0].join();
        same(null, created[0].seen, "it is the start that counts");
        openRequest(() -> {
            worker.start();
            worker.join();
            same(unit(), worker.seen, "it is the start that counts");
        });
    }

    private static void timer() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        Timer[] timer = new Timer[1];
        openRequest(() -> {
            timer[0] = new Timer(true);
            timer[0].schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            seen.add(unit() == null ? "none" : unit());
                        }
                    },
                    0,
                    1);
            await(() -> seen.size() > 3, "the timer has run");
        });
        timer[0].cancel();
        check(!seen.stream().anyMatch(unit -> unit != "none"), "seen: " + seen);
    }

    /** {@code Thread.startVirtualThread}, which the tests' Java version does not know. */
    private static Thread startVirtual(Runnable task) throws Exception {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, task);
    }

    private static void virtual() throws Exception {
        openRequest(() -> {
            AtomicReference<Object> seen = new AtomicReference<>("nothing");
            startVirtual(() -> seen.set(unit())).join();
            same(unit(), seen.get(), "the thread");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Thread unstarted = (Thread) type.getMethod("unstarted", Runnable.class)
                    .invoke(builder, (Runnable) () -> seen.set(unit() == null ? "none" : "request"));
            unstarted.start();
            unstarted.join();
            same("request", seen.get(), "a thread that is started later");
            ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(builder);
            Thread made = factory.newThread(() -> seen.set(unit()));
            made.start();
            made.join();
            same(unit(), seen.get(), "a thread of a factory");
        });
        AtomicReference<Object> seen = new AtomicReference<>("nothing");
        startVirtual(() -> seen.set(unit())).join();
        same(null, seen.get(), "a thread of nobody");
    }

    private static void parking() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(200);
        List<Object> wrong = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        LocalTrace[] units = new LocalTrace[200];
        for (int i = 0; i < 200; i++) {
            int number = i;
            units[i] = request(() -> {
                LocalTrace mine = unit();
                threads.add(startVirtual(() -> {
                    try {
                        waiting.countDown();
                        open.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    if (unit() != mine) {
                        wrong.add(number);
                    }
                }));
            });
        }
        check(waiting.await(30, TimeUnit.SECONDS), "all threads wait");
        openRequest(open::countDown);
        for (Thread thread : threads) {
            thread.join();
        }
        check(wrong.isEmpty(), "who wakes a thread gives it nothing: " + wrong);
    }

    private static void virtualPool() throws Exception {
        ExecutorService pool = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        openRequest(() -> {
            Callable<Object> callable = Scenarios::unit;
            same(unit(), pool.submit(callable).get(), "submit");
            same(unit(), pool.invokeAll(List.of(callable)).get(0).get(), "invokeAll");
            same(unit(), pool.invokeAny(List.of(callable)), "invokeAny");
        });
        same(null, pool.submit((Callable<Object>) Scenarios::unit).get(), "a task of nobody");
        end(pool);
    }
}
