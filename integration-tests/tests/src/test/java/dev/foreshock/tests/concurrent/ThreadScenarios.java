// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
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
import java.util.function.UnaryOperator;

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
        if (Runtime.version().feature() >= 25) {
            scenario("subtasks", ThreadScenarios::subtasks);
            scenario("subtasks on threads of one's own", ThreadScenarios::subtasksOnPlatformThreads);
            scenario("subtasks that see scoped values", ThreadScenarios::scopedValues);
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

    /** The structured concurrency of JDK 25, which the tests' Java version does not know. */
    private static final class Scope implements AutoCloseable {
        private static final String NAME = "java.util.concurrent.StructuredTaskScope";

        private final Class<?> type = Class.forName(NAME);
        private final Object scope;

        Scope(ThreadFactory threads) throws ReflectiveOperationException {
            if (threads == null) {
                scope = type.getMethod("open").invoke(null);
                return;
            }
            Class<?> joiner = Class.forName(NAME + "$Joiner");
            Method withThreads =
                    Class.forName(NAME + "$Configuration").getMethod("withThreadFactory", ThreadFactory.class);
            UnaryOperator<Object> configured = configuration -> {
                try {
                    return withThreads.invoke(configuration, threads);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
            Object all = joiner.getMethod("awaitAll").invoke(null);
            scope = type.getMethod("open", joiner, openParameter()).invoke(null, all, configured);
        }

        private Class<?> openParameter() {
            for (Method open : type.getMethods()) {
                if (open.getName().equals("open") && open.getParameterCount() == 2) {
                    return open.getParameterTypes()[1];
                }
            }
            throw new IllegalStateException("no way to configure a scope");
        }

        Callable<Object> fork(Callable<Object> task) throws ReflectiveOperationException {
            Object subtask = type.getMethod("fork", Callable.class).invoke(scope, task);
            Method get = Class.forName(NAME + "$Subtask").getMethod("get");
            return () -> get.invoke(subtask);
        }

        void join() throws ReflectiveOperationException {
            type.getMethod("join").invoke(scope);
        }

        @Override
        public void close() throws ReflectiveOperationException {
            type.getMethod("close").invoke(scope);
        }
    }

    private static Object inScope(ThreadFactory threads, Callable<Object> task) throws Exception {
        try (Scope scope = new Scope(threads)) {
            Callable<Object> result = scope.fork(task);
            scope.join();
            return result.call();
        }
    }

    private static void subtasks() throws Exception {
        Callable<Object> current = () -> Cursor.get().current();
        openRequest(() -> {
            Operation mine = Cursor.get().current();
            try (Scope scope = new Scope(null)) {
                Callable<Object> one = scope.fork(current);
                Callable<Object> other = scope.fork(() -> inScope(null, current));
                scope.join();
                same(mine, one.call(), "a subtask");
                same(mine, other.call(), "a subtask of a subtask");
            }
            same(mine, Cursor.get().current(), "the owner goes on with what it did");
        });
        same(null, inScope(null, current), "a subtask of nobody");
    }

    private static void subtasksOnPlatformThreads() throws Exception {
        Callable<Object> current = () -> Cursor.get().current();
        openRequest(() -> same(Cursor.get().current(), inScope(Thread::new, current), "a subtask"));
        same(null, inScope(Thread::new, current), "a subtask of nobody");
    }

    private static void scopedValues() throws Exception {
        Class<?> type = Class.forName("java.lang.ScopedValue");
        Object key = type.getMethod("newInstance").invoke(null);
        Method get = type.getMethod("get");
        Class<?> carrier = Class.forName("java.lang.ScopedValue$Carrier");
        openRequest(() -> {
            Object bound = type.getMethod("where", type, Object.class).invoke(null, key, "bound");
            List<Object> seen = Collections.synchronizedList(new ArrayList<>());
            Runnable body = () -> {
                try {
                    seen.add(unit());
                    seen.add(inScope(null, () -> List.of(unit(), get.invoke(key))));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };
            carrier.getMethod("run", Runnable.class).invoke(bound, body);
            check(seen.equals(List.of(unit(), List.of(unit(), "bound"))), "seen: " + seen);
        });
    }
}
