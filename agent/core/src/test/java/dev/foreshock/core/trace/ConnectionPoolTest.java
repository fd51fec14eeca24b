// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.ConnectionPools;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.PoolGauges;
import dev.foreshock.api.PoolHolder;
import dev.foreshock.api.Recorder;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.Detection;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.metrics.Metrics;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Borrowing and returning, as the advice of every pool does it. */
class ConnectionPoolTest {
    private static final long MILLISECOND = 1_000_000;
    private static final PoolGauges GAUGES = (pool, parts, numbers) -> numbers.used = 1;

    private final Object library = new Object();
    private ConnectionPool pool;

    @BeforeEach
    void record() {
        Settings settings = Settings.of(name -> null, name -> null, complaint -> {});
        Metrics metrics = new Metrics(settings);
        Exporter exporter = new Exporter(settings, metrics, metrics);
        Recorder.install(
                new TraceRecorder(settings, metrics, new Detection(settings, exporter, metrics, line -> {}), exporter));
        Cursor.get().reset();
        pool = ConnectionPools.register(library, "pool", "orders", GAUGES);
        assertNotNull(pool);
    }

    @AfterEach
    void forget() {
        pool.closed();
        Cursor.get().reset();
    }

    private static Operation request() {
        Operation root = Recorder.instance().beginUnit(Kind.REQUEST, name -> null);
        assertNotNull(root);
        root.unit().route("/orders");
        return root;
    }

    /** As if it had begun so long ago. */
    private static long waited(ConnectionPool from, long nanos) {
        long began = from.begin();
        assertNotEquals(0, began);
        return began - nanos;
    }

    @Test
    void aBorrowOfAKnownConnectionAllocatesNothing() {
        Operation root = request();
        Object[] connections = {new Object(), new Object(), new Object()};
        long least = Long.MAX_VALUE;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 20; round++) {
            // 15 of 16: each 16th looks where it comes from.
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 7; i++) {
                Object connection = connections[i % 3];
                ConnectionPool known = ConnectionPools.find(library);
                long began = known.begin();
                known.borrowed(began, connection);
                known.returned(connection);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
        root.end(null);
    }

    @Test
    void theFirstCallOverAConnectionTellsHowLongItWasWaitedFor() {
        Operation root = request();
        Object connection = new Object();
        pool.borrowed(waited(pool, 50 * MILLISECOND), connection);
        Operation first = Operation.begin(Kind.DATABASE);
        first.end(null);
        Operation second = Operation.begin(Kind.DATABASE);
        second.end(null);

        assertTrue((double) first.attribute("foreshock.pool.wait_seconds") >= 0.05);
        assertEquals(pool.name(), first.attribute("db.client.connection.pool.name"));
        assertNull(second.attribute("foreshock.pool.wait_seconds"));
        assertTrue(root.unit().poolWaitNanos() >= 50 * MILLISECOND);
        pool.returned(connection);
        root.end(null);
        assertTrue((double) root.attribute("foreshock.pool.wait_seconds") >= 0.05);
    }

    @Test
    void aConnectionThatIsReturnedUnusedTellsTheNextCallNothing() {
        Operation root = request();
        Object connection = new Object();
        pool.borrowed(waited(pool, 50 * MILLISECOND), connection);
        pool.returned(connection);
        Operation call = Operation.begin(Kind.DATABASE);
        call.end(null);
        assertNull(call.attribute("foreshock.pool.wait_seconds"));
        root.end(null);
    }

    @Test
    void openingAConnectionIsNoWait() {
        Operation root = request();
        long began = waited(pool, 0);
        Object before = ConnectionPool.beginConnecting(pool);
        Operation connect = Operation.begin(Kind.CONNECT);
        while (System.nanoTime() - connect.startNanos() < 3 * MILLISECOND) {
            Thread.onSpinWait();
        }
        connect.end(null);
        ConnectionPool.endConnecting(before);
        long took = connect.durationNanos();
        pool.borrowed(began - 2 * MILLISECOND, new Object());
        assertEquals(pool.name(), connect.attribute("db.client.connection.pool.name"));
        assertTrue(root.unit().poolWaitNanos() >= 2 * MILLISECOND);
        assertTrue(root.unit().poolWaitNanos() < System.nanoTime() - began + 2 * MILLISECOND - took + MILLISECOND);
        root.end(null);
    }

    @Test
    void aPoolOverAPoolHasBeenWaitedForOnce() {
        Object innerLibrary = new Object();
        ConnectionPool inner = ConnectionPools.register(innerLibrary, "pool", "inner", GAUGES);
        Operation root = request();
        long outerBegan = waited(pool, 50 * MILLISECOND);
        long innerBegan = waited(inner, 40 * MILLISECOND);
        assertEquals(0, inner.begin(), "one method of the pool calls another");
        inner.borrowed(innerBegan, new Object());
        assertEquals(0, root.unit().poolWaitNanos());
        pool.borrowed(outerBegan, new Object());
        long waited = root.unit().poolWaitNanos();
        assertTrue(waited >= 50 * MILLISECOND && waited < 80 * MILLISECOND, waited + " ns");
        assertEquals(1, inner.holders().size());
        assertEquals(1, pool.holders().size());
        inner.closed();
        root.end(null);
        assertNotNull(innerLibrary);
    }

    @Test
    void aBorrowThatTimesOutIsAFailureOfNobodyElse() {
        Operation root = request();
        pool.failed(waited(pool, 50 * MILLISECOND), new IllegalStateException("none free"), true);
        Operation failed = root.unit().last();
        assertNotNull(failed);
        assertEquals(Outcome.LOCAL_REJECT, failed.outcome());
        assertEquals("java.lang.IllegalStateException", failed.errorType());
        assertEquals(Kind.INTERNAL, failed.kind());
        assertTrue(failed.durationNanos() >= 50 * MILLISECOND);
        assertTrue(root.unit().poolWaitNanos() >= 50 * MILLISECOND);
        assertEquals(1, root.unit().failures());
        assertSame(root, Cursor.get().current());
        root.end(null);
    }

    @Test
    void anErrorOfTheDatabaseIsNoTimeout() {
        Operation root = request();
        pool.failed(waited(pool, 50 * MILLISECOND), new IllegalStateException("refused"), false);
        assertNull(root.unit().last());
        assertNotEquals(0, pool.begin(), "the pool is not being asked any more");
        Cursor.get().forgetBorrows();
        root.end(null);
    }

    @Test
    void theStackIsWalkedAtMostTenTimesASecondHoweverOftenConnectionsAreBorrowed() {
        Operation root = request();
        long began = System.nanoTime();
        for (int i = 0; i < 640; i++) {
            pool.borrowed(pool.begin(), new Object());
        }
        long walked = pool.holders().stream()
                .filter(holder -> holder.callSite() != null)
                .count();
        long most = 1 + (System.nanoTime() - began) / (100 * MILLISECOND);
        assertTrue(walked >= 1 && walked <= most, walked + " of 640 borrows, at most " + most + " were due");
        root.end(null);
    }

    @Test
    void aHolderIsKnownBeyondTheEndOfItsUnitButTheUnitIsNotKept() {
        Operation root = request();
        Object connection = new Object();
        pool.borrowed(pool.begin(), connection);
        PoolHolder holder = pool.holders().get(0);
        assertSame(root.unit(), holder.unit());
        assertEquals(Thread.currentThread().getName(), holder.thread());
        assertNotNull(holder.callSite());
        assertEquals(0, holder.unitEndNanos());
        root.end(null);
        ConnectionPools.tidy();
        PoolHolder leaked = pool.holders().get(0);
        assertNull(leaked.unit());
        assertEquals("/orders", leaked.unitName());
        assertEquals(root.endNanos(), leaked.unitEndNanos());
        pool.returned(connection);
        pool.returned(connection);
        assertEquals(List.of(), pool.holders());
    }

    @Test
    void holdersAreBounded() {
        List<Object> connections = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Object connection = new Object();
            connections.add(connection);
            pool.borrowed(pool.begin(), connection);
        }
        assertEquals(1_024, pool.holders().size());
        for (Object connection : connections) {
            pool.returned(connection);
        }
        assertEquals(List.of(), pool.holders());
    }

    @Test
    void twoPoolsOfOneNameAreToldApartAndAClosedOneLeavesItsName() {
        Object other = new Object();
        ConnectionPool second = ConnectionPools.register(other, "pool", "orders", GAUGES);
        String first = pool.name();
        assertNotEquals(first, second.name());
        assertTrue(second.name().startsWith("orders-"), second.name());
        second.closed();
        assertNull(second.read());
        Object third = new Object();
        ConnectionPool next = ConnectionPools.register(third, "pool", "orders", GAUGES);
        assertEquals(second.name(), next.name());
        next.closed();
        assertNotNull(other);
        assertNotNull(third);
    }

    @Test
    void aPoolIsNotKeptAlive() throws InterruptedException {
        Object gone = new Object();
        ConnectionPool known = ConnectionPools.register(gone, "pool", "gone", GAUGES);
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> reference = new WeakReference<>(gone, collected);
        gone = null;
        Reference<?> first = null;
        for (int i = 0; i < 100 && first == null; i++) {
            System.gc();
            first = collected.remove(100);
        }
        assertSame(reference, first);
        ConnectionPools.tidy();
        assertFalse(ConnectionPools.all().contains(known));
        assertNull(known.read());
    }
}
