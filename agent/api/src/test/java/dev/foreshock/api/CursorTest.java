// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CursorTest {
    private final Cursor cursor = Cursor.get();
    private final LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);

    @AfterEach
    void reset() {
        cursor.reset();
    }

    @Test
    void goes_back_to_the_parent_when_an_operation_leaves() {
        cursor.enter(unit.root());
        Operation call = open(Kind.HTTP);
        Operation statement = open(Kind.DATABASE);
        cursor.leave(statement);
        assertSame(call, cursor.current());
        cursor.leave(call);
        assertSame(unit.root(), cursor.current());
    }

    @Test
    void drops_what_was_left_open_inside() {
        cursor.enter(unit.root());
        Operation call = open(Kind.HTTP);
        open(Kind.DATABASE);
        cursor.leave(call);
        assertSame(unit.root(), cursor.current());
    }

    @Test
    void ignores_an_operation_of_another_thread() {
        cursor.enter(unit.root());
        Operation elsewhere = new Operation(unit, unit.root(), Kind.HTTP, 9, 0);
        cursor.leave(elsewhere);
        assertSame(unit.root(), cursor.current());
    }

    @Test
    void knows_which_kinds_are_open_on_this_thread_itself() {
        cursor.enter(unit.root());
        assertFalse(cursor.isOpen(Kind.DATABASE));
        Operation statement = open(Kind.DATABASE);
        assertTrue(cursor.isOpen(Kind.DATABASE));
        Cursor.Resumption before = cursor.attach(statement);
        assertFalse(cursor.isOpen(Kind.DATABASE), "it was handed over: another thread has it open");
        assertFalse(cursor.isUnitOpen());
        cursor.restore(before);
        assertTrue(cursor.isOpen(Kind.DATABASE));
        assertTrue(cursor.isUnitOpen());
    }

    @Test
    void takes_up_again_what_a_task_interrupted() {
        cursor.enter(unit.root());
        LocalTrace other = new LocalTrace(5, 6, 0, true, null, null, Kind.REQUEST, 7, 0, 0);
        Cursor.Resumption before = cursor.attach(other.root());
        assertSame(other.root(), cursor.current());
        cursor.restore(before);
        assertSame(unit.root(), cursor.current());
    }

    @Test
    void hands_nothing_over_once_the_unit_has_ended() {
        cursor.enter(unit.root());
        assertSame(unit.root(), cursor.capture());
        unit.freeze();
        assertNull(cursor.capture());
    }

    @Test
    void hands_the_silence_of_an_ignored_request_over_to_its_tasks() {
        cursor.beginIgnored();
        Operation carried = cursor.capture();
        cursor.endIgnored();
        assertFalse(cursor.isSuppressed());

        Cursor.Resumption idle = cursor.attach(carried);
        assertTrue(cursor.isSuppressed());
        assertNull(cursor.current());
        assertSame(carried, cursor.capture(), "what it hands over itself is ignored too");
        cursor.restore(idle);
        assertFalse(cursor.isSuppressed(), "the worker's next task is recorded");

        cursor.beginIgnored();
        Cursor.Resumption serving = cursor.attach(unit.root());
        assertFalse(cursor.isSuppressed(), "a pool may run the task of another request on this thread");
        cursor.restore(serving);
        assertTrue(cursor.isSuppressed());
    }

    @Test
    void hands_nothing_over_while_the_agent_itself_registers_a_callback() {
        cursor.enter(unit.root());
        cursor.suppress();
        assertNull(cursor.capture());
        cursor.unsuppress();
        assertSame(unit.root(), cursor.capture());
    }

    @Test
    void remembers_by_identity_until_it_is_reset() {
        String key = new String("key");
        cursor.remember(key, 1);
        assertEquals(1, cursor.recall(key, Integer.class));
        assertNull(cursor.recall(new String("key"), Integer.class));
        assertNull(cursor.recall(key, Long.class));
        cursor.remember(key, 2);
        assertEquals(2, cursor.recall(key, Integer.class));
        cursor.reset();
        assertNull(cursor.recall(key, Integer.class));
    }

    @Test
    void finds_a_lasting_value_after_its_slot_is_gone_and_on_other_threads() throws InterruptedException {
        Object statement = new Object();
        Known known = new Known();
        cursor.remember(statement, known);
        for (int i = 0; i < 40; i++) {
            cursor.remember(new Object(), i);
        }
        assertSame(known, cursor.recall(statement, Known.class));
        Known[] seen = new Known[1];
        Thread thread = new Thread(() -> seen[0] = Cursor.get().recall(statement, Known.class));
        thread.start();
        thread.join();
        assertSame(known, seen[0]);
    }

    @Test
    void a_thread_that_was_kept_belongs_to_nobody_in_the_end() throws Exception {
        LocalTrace unit = new LocalTrace(1, 2, 0, false, null, null, Kind.REQUEST, 3, System.nanoTime(), 0);
        boolean[] leftOver = new boolean[2];
        Thread thread = new Thread(() -> {
            assertSame(unit.root(), Cursor.get().current());
            leftOver[0] = Cursor.get().isLeftOver();
            unit.root().close(System.nanoTime() - 2 * Cursor.INHERITANCE_NANOS);
            leftOver[1] = Cursor.get().isLeftOver();
        });
        Associations.put(thread, unit.root());
        thread.start();
        thread.join();
        assertFalse(leftOver[0], "while its starter's unit is open");
        assertTrue(leftOver[1], "long after its end");
    }

    @Test
    void forgets_what_was_closed() {
        Object statement = new Object();
        cursor.remember(statement, new Known());
        cursor.forget(statement);
        cursor.reset();
        assertNull(cursor.recall(statement, Known.class));
    }

    @Test
    void draws_ids_that_do_not_repeat() {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertTrue(ids.add(cursor.nextId()));
        }
        assertFalse(ids.contains(0L));
    }

    @Test
    void does_nothing_on_agent_threads() throws InterruptedException {
        boolean[] suppressed = new boolean[1];
        AgentThread thread =
                AgentThread.create("test", () -> suppressed[0] = Cursor.get().isSuppressed());
        thread.start();
        thread.join();
        assertTrue(suppressed[0]);
        assertTrue(thread.isDaemon());
    }

    private Operation open(Kind kind) {
        Operation operation = new Operation(unit, cursor.current(), kind, cursor.nextId(), 0);
        cursor.enter(operation);
        return operation;
    }

    private static final class Known implements Cursor.Lasting {}
}
