// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CacheUseTest {
    private final LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 4, 0);

    @BeforeEach
    void begin() {
        Cursor.get().reset();
        Cursor.get().enter(unit.root());
    }

    @AfterEach
    void end() {
        Cursor.get().reset();
    }

    private CacheUse use() {
        CacheUse use = unit.cacheUseIfAny();
        assertTrue(use != null);
        return use;
    }

    @Test
    void begins_with_the_first_look_up() {
        assertNull(unit.cacheUseIfAny());
        CacheReads.read(new Object(), "prices", true);
        assertEquals(1, use().hits());
        assertEquals(0, use().misses());
    }

    @Test
    void counts_any_number_of_caches() {
        Object[] caches = new Object[100];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < caches.length; i++) {
                caches[i] = caches[i] == null ? new Object() : caches[i];
                CacheReads.read(caches[i], "cache", round > 0);
            }
        }
        CacheReads.turnToMiss(caches[0]);
        CacheReads.turnToMiss(caches[99]);
        assertEquals(198, use().hits());
        assertEquals(102, use().misses());
        use().end();
        assertEquals(198, use().hits());
    }

    @Test
    void counts_nothing_outside_a_unit_and_after_its_end() {
        CacheReads.read(new Object(), "prices", true);
        unit.freeze();
        CacheReads.read(new Object(), "prices", true);
        Cursor.get().reset();
        CacheReads.read(new Object(), "prices", true);
        assertEquals(1, use().hits());
    }

    @Test
    void a_look_up_within_another_one_is_a_part_of_it() {
        CacheReads reads = Cursor.get().cacheReads();
        reads.enter();
        CacheReads.read(new Object(), "below", false);
        assertNull(unit.cacheUseIfAny());

        // What makes the value has look-ups of its own.
        CacheLoad load = CacheLoad.begin(new Object(), "prices", "key");
        CacheReads.read(new Object(), "other", true);
        assertEquals("prices", Cursor.get().loadingCache());
        load.end(null);
        assertNull(Cursor.get().loadingCache());
        assertTrue(CacheReads.isWithin());
        reads.leave();
        assertEquals(1, use().hits());
        assertEquals(0, use().misses());
    }

    @Test
    void a_cache_that_loads_by_itself_is_asked_once() {
        CacheReads reads = Cursor.get().cacheReads();
        Object cache = new Object();
        assertTrue(reads.ask(cache));
        assertFalse(reads.ask(new Object()));
        assertSame(cache, reads.asked());

        // The loader asks another cache, which has one of its own.
        reads.setAsked(null, 0);
        CacheLoad load = CacheLoad.begin(cache, "prices", "key");
        assertTrue(reads.ask(new Object()));
        reads.setAsked(new Object(), 5);
        assertEquals(5, reads.answered());
        load.end(null);
        reads.setAsked(cache, 3);
        assertTrue(CacheReads.isWithin());
        assertEquals(3, reads.answered());
        assertNull(reads.asked());
        assertFalse(CacheReads.isWithin());
        assertEquals(0, reads.loadedKeys());
    }

    @Test
    void counts_several_values_in_one_step() {
        for (int i = 0; i < 10; i++) {
            CacheReads.read(new Object(), "prices", 3, 2);
            CacheReads.read(new Object(), "prices", 0, 0);
            CacheReads.read(new Object(), "prices", -1, 1);
        }
        assertEquals(30, use().hits());
        assertEquals(30, use().misses());
    }

    @Test
    void keeps_the_first_loads_and_counts_the_others() {
        Object cache = new Object();
        for (int i = 0; i < 20; i++) {
            CacheLoad.begin(cache, "prices", i).end(i == 0 ? new IllegalStateException() : null);
        }
        assertEquals(20, use().loadCount());
        assertEquals(CacheUse.MAX_LOADS, use().loads().size());
        CacheLoad first = use().loads().get(0);
        CacheLoad second = use().loads().get(1);
        assertTrue(first.isFailed() && !second.isFailed());
        assertEquals("prices", first.cacheName());
        assertNotEquals(first.keyHash(), second.keyHash());
        assertEquals(1, use().mostAtOnce());
        assertTrue(use().loadNanos() > 0);
    }

    @Test
    void tells_how_many_threads_load_one_key() throws Exception {
        Object cache = new Object();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch compared = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            CacheLoad load = CacheLoad.begin(cache, "prices", "hot");
            begun.countDown();
            try {
                compared.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            load.end(null);
        });
        other.start();
        begun.await();
        CacheLoad.begin(cache, "prices", "cold").end(null);
        CacheLoad.begin(cache, "prices", "hot").end(null);
        compared.countDown();
        other.join();
        CacheLoad.begin(cache, "prices", "hot").end(null);
        assertEquals(1, use().loads().get(0).atOnce());
        assertEquals(2, use().loads().get(1).atOnce());
        assertEquals(1, use().loads().get(2).atOnce());
        assertEquals(2, use().mostAtOnce());
    }

    @Test
    void what_a_unit_has_left_open_is_over_with_the_next_one() {
        CacheReads reads = Cursor.get().cacheReads();
        reads.enter();
        reads.missed(new Object(), "prices", "key");
        CacheLoad.begin(new Object(), "prices", "key");
        Cursor.get().reset();
        Cursor.get().enter(unit.root());
        assertNull(Cursor.get().loadingCache());
        assertNull(reads.beginMissed());
        CacheReads.read(new Object(), "prices", true);
        assertEquals(1, use().hits());
    }
}
