// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.PoolGauges;
import dev.foreshock.core.detect.Traffic.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shop.Shop;

class WorkerSaturationTest {
    private static final String OPEN = "worker_saturation OPEN";
    private static final String RESOLVED = "worker_saturation RESOLVED";

    /** Kept as instrumentations keep theirs: the agent refers to it weakly. */
    private static final PoolGauges GAUGES = (pool, parts, numbers) -> numbers.pending = ((AtomicInteger) pool).get();

    private final Given given = new Given().set("FORESHOCK_SLOW_HANG_MS", "0");
    private final Traffic traffic = new Traffic(given);
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Load shipping = new Load();
    private int started;
    private boolean detached;
    private String name = "http-nio-8080-exec-";

    /** A thread that does what it is told, and waits meanwhile. */
    private static final class Worker extends Thread {
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private Operation call;

        Worker(String name) {
            super(name);
        }

        @Override
        public void run() {
            // Through a class that counts as the application's.
            new Shop(id -> work()).loop(1);
        }

        private void work() {
            try {
                for (Runnable task = tasks.take(); task != END; task = tasks.take()) {
                    task.run();
                }
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        void tell(Runnable task) {
            CountDownLatch done = new CountDownLatch(1);
            tasks.add(() -> {
                task.run();
                done.countDown();
            });
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            while (getState() != State.WAITING) {
                onSpinWait();
            }
        }
    }

    private static final Runnable END = () -> {};

    @AfterEach
    void endThreads() throws InterruptedException {
        end(workers);
        for (ConnectionPool known : ConnectionPools.all()) {
            known.closed();
        }
    }

    private void end(List<Worker> leaving) throws InterruptedException {
        for (Worker worker : leaving) {
            worker.tasks.add(END);
        }
        for (Worker worker : leaving) {
            worker.join();
        }
    }

    private List<Worker> threads(int count) {
        List<Worker> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Worker worker = new Worker(name + ++started);
            worker.start();
            added.add(worker);
        }
        workers.addAll(added);
        return added;
    }

    /** Threads of one pool, the first of which wait in a call; the others have nothing to do. */
    private void pool(int waiting, int idle) {
        threads(waiting).forEach(this::call);
        threads(idle).forEach(worker -> worker.tell(() -> {}));
    }

    /** Threads that serve requests, and wait for something else. */
    private void busy(int count) {
        threads(count).forEach(worker -> worker.tell(() -> traffic.serve(shipping)));
    }

    private void call(Worker worker) {
        worker.tell(() -> {
            worker.call = traffic.hang(shipping);
            if (detached) {
                worker.call.detach();
            }
        });
    }

    /** Calls that take so long, one after the other on each thread, and end at different times. */
    private void seconds(int seconds, int each) {
        for (int i = 0; i < seconds; i++) {
            for (int at = 0; at < workers.size(); at++) {
                Worker worker = workers.get(at);
                if (worker.call != null && (i + at) % each == 0) {
                    answer(worker);
                    callLate(worker);
                }
            }
            traffic.seconds(1);
        }
    }

    /** A tenth of a second before the clock's next turn. */
    private void callLate(Worker worker) {
        given.nowNanos += 900 * Traffic.MS;
        call(worker);
        given.nowNanos -= 900 * Traffic.MS;
    }

    private void answer(Worker worker) {
        traffic.underWay.remove(worker.call.unit());
        worker.call.close(given.nowNanos);
        worker.call = null;
    }

    @Test
    void a_server_whose_threads_wait_for_one_dependency_is_saturated_until_they_do_not() {
        pool(18, 0);
        busy(2);
        traffic.seconds(12);
        assertEquals(List.of(), given.announced);
        traffic.seconds(10);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.startsWith(
                        "18 of 20 request threads (http-nio-*-exec-*) wait for http:shipping.example.com:443, the"
                                + " oldest for "),
                message);
        assertTrue(message.contains(", in GET /checkout; thread http-nio-8080-exec-"), message);
        assertTrue(message.endsWith("; other requests have to queue"), message);
        traffic.release();
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.said());
        traffic.seconds(10);
        assertEquals(List.of(OPEN, RESOLVED), traffic.said());
    }

    @Test
    void threads_that_wait_for_a_client_with_threads_of_its_own_count_as_well() {
        detached = true;
        pool(18, 0);
        traffic.seconds(22);
        assertEquals(List.of(OPEN), traffic.said());
        assertTrue(traffic.last().finding().details().contains("LinkedBlockingQueue.take("));
    }

    @Test
    void a_pool_with_threads_to_spare_is_not() {
        pool(15, 9);
        traffic.minutes(2);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_pool_that_has_settled_at_what_it_needs_is_not() {
        // 20 slow calls at a time are normal here, and the server may start many more threads.
        pool(20, 2);
        seconds(300, 10);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_small_pool_is_when_none_is_free() {
        pool(9, 1);
        traffic.minutes(2);
        assertEquals(List.of(), given.announced);
        workers.get(9).tell(() -> traffic.serve(shipping));
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void a_pool_that_grows_is_not_until_it_stops() {
        for (int i = 0; i < 4; i++) {
            pool(8, 0);
            traffic.seconds(10);
        }
        assertEquals(List.of(), given.announced);
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void a_pool_that_was_larger_once_may_be_so_again() throws InterruptedException {
        busy(30);
        traffic.seconds(10);
        traffic.underWay.clear();
        end(workers);
        workers.clear();
        pool(20, 0);
        traffic.minutes(2);
        assertEquals(List.of(), given.announced);
        pool(10, 0);
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void calls_of_two_seconds_fill_a_server_though_few_of_them_are_old_at_a_time() {
        pool(20, 0);
        seconds(300, 2);
        assertEquals(List.of(OPEN), traffic.said().stream().limit(1).toList());
        assertEquals(List.of(OPEN), traffic.turns());
    }

    @Test
    void calls_that_time_out_after_five_seconds_do_not_make_it_come_and_go() {
        pool(17, 0);
        busy(3);
        seconds(600, 5);
        assertEquals(List.of(OPEN), traffic.turns());
    }

    @Test
    void short_calls_are_not_whatever_their_number() {
        pool(20, 0);
        for (int i = 0; i < 120; i++) {
            workers.forEach(this::answer);
            workers.forEach(this::callLate);
            traffic.seconds(1);
        }
        assertEquals(List.of(), given.announced);
    }

    @Test
    void it_is_not_over_before_clearly_fewer_wait_for_some_time() {
        pool(20, 0);
        traffic.seconds(22);
        assertEquals(List.of(OPEN), traffic.said());
        workers.subList(0, 7).forEach(this::answer);
        traffic.minutes(3);
        assertEquals(List.of(OPEN), traffic.turns());
        answer(workers.get(7));
        answer(workers.get(8));
        traffic.seconds(20);
        assertEquals(List.of(OPEN), traffic.turns());
        traffic.seconds(10);
        assertEquals(List.of(OPEN, RESOLVED), traffic.turns());
    }

    @Test
    void idle_threads_of_another_port_are_not_free_for_this_one() {
        name = "http-nio-8081-exec-";
        pool(0, 10);
        name = "http-nio-8080-exec-";
        pool(20, 0);
        traffic.seconds(22);
        assertEquals(List.of(OPEN), traffic.said());
    }

    @Test
    void threads_that_wait_for_a_connection_wait_for_the_database() {
        connectionPool(16);
        shipping.of(Kind.DATABASE, Recorded.POSTGRES, Recorded.ORDERS);
        pool(2, 0);
        busy(18);
        seconds(40, 1);
        assertEquals(List.of(OPEN), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.startsWith(
                        "18 of 20 request threads (http-nio-*-exec-*) wait for"
                                + " postgresql:db.example.com:5432/shop, 16 of them until a pool gives them a connection to it, the oldest for "),
                message);
        assertTrue(traffic.last().finding().suggestion().startsWith("Look at what holds the connections"));
        pending.set(3);
        traffic.seconds(40);
        assertEquals(List.of(OPEN, RESOLVED), traffic.said());
    }

    @Test
    void a_connection_that_nobody_gives_back_is_waited_for_without_any_call() {
        connectionPool(20);
        busy(20);
        traffic.seconds(30);
        assertEquals(List.of(OPEN), traffic.said());
        assertTrue(traffic.last().finding().message().contains("; thread http-nio-8080-exec-"));
    }

    @Test
    void threads_that_wait_for_anything_else_do_not_count() {
        connectionPool(3);
        shipping.of(Kind.DATABASE, Recorded.POSTGRES, Recorded.ORDERS);
        pool(10, 0);
        busy(10);
        traffic.minutes(2);
        assertEquals(List.of(), given.announced);
    }

    private void connectionPool(int waiting) {
        pending.set(waiting);
        ConnectionPool pool = ConnectionPools.register(pending, "hikaricp", "shop", GAUGES);
        assertNotNull(pool);
        pool.connected(Recorded.POSTGRES);
    }
}
