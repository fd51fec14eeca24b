// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningTest {
    private final LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);
    private int ids;

    private Operation begin(Operation parent) {
        Operation operation = new Operation(unit, parent, Kind.HTTP, ++ids, 0);
        unit.begin(operation);
        return operation;
    }

    private List<Operation> running() {
        Operation[] into = new Operation[LocalTrace.MAX_RUNNING];
        int count = unit.running(into);
        List<Operation> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            running.add(into[i]);
        }
        return running;
    }

    @Test
    void nothing_runs_before_the_first_call_and_after_the_last() {
        assertEquals(List.of(), running());
        Operation call = begin(unit.root());
        assertEquals(List.of(call), running());
        call.close(1);
        assertEquals(List.of(), running());
    }

    @Test
    void of_calls_within_calls_the_innermost_runs() {
        Operation outer = begin(unit.root());
        Operation inner = begin(outer);
        assertEquals(List.of(inner), running());
        inner.close(1);
        assertEquals(List.of(outer), running());
    }

    @Test
    void a_call_is_not_forgotten_for_what_began_and_ended_within_it() {
        Operation outer = begin(unit.root());
        for (int i = 0; i < 20; i++) {
            begin(outer).close(1);
        }
        assertEquals(List.of(outer), running());
        Operation inner = begin(outer);
        assertEquals(List.of(inner), running());
    }

    @Test
    void of_many_at_a_time_eight_are_told() {
        for (int i = 0; i < 50; i++) {
            begin(unit.root());
        }
        assertEquals(LocalTrace.MAX_RUNNING, running().size());
    }

    @Test
    void the_thread_is_known_until_the_call_ends_or_leaves_it() {
        Operation call = begin(unit.root());
        assertSame(Thread.currentThread(), call.thread());
        call.close(1);
        assertNull(call.thread());
        Operation detached = begin(unit.root());
        detached.detach();
        assertNull(detached.thread());
        assertSame(Thread.currentThread(), unit.root().thread());
        unit.root().close(1);
        assertNull(unit.root().thread());
    }

    @Test
    void a_finding_replaces_itself_and_joins_others() {
        Finding one = finding(1, "first");
        assertNull(unit.flag(one));
        assertNull(unit.flag(finding(2, "other")));
        assertSame(one, unit.flag(finding(1, "again")));
        assertEquals(
                List.of("again", "other"),
                unit.findings().stream().map(Finding::message).toList());
    }

    private static Finding finding(long id, String message) {
        return new Finding(
                "type",
                Severity.WARNING,
                Confidence.HIGH,
                null,
                "",
                null,
                null,
                null,
                1,
                0,
                0,
                0,
                message,
                "",
                null,
                id);
    }
}
