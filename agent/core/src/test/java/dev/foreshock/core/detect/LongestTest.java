// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongestTest {
    private static final int DAY_MINUTES = 24 * 60;

    private final Longest longest = new Longest();

    private void pass(int minutes) {
        for (int i = 0; i < minutes; i++) {
            longest.record(Latencies.cell(20 * Traffic.MS));
            longest.endMinute();
        }
    }

    private boolean isKnown(long nanos) {
        return longest.nanos() >= nanos;
    }

    @Test
    void nothing_is_known_at_first() {
        assertEquals(0, longest.nanos());
    }

    @Test
    void what_runs_once_a_week_is_remembered_until_the_next_time() {
        long hour = 1_800 * Clock.SECOND;
        for (int week = 0; week < 3; week++) {
            longest.record(Latencies.cell(hour));
            pass(5 * DAY_MINUTES);
            assertTrue(isKnown(hour));
            pass(2 * DAY_MINUTES);
            assertTrue(isKnown(hour));
        }
    }

    @Test
    void after_two_weeks_a_long_call_is_forgotten() {
        longest.record(Latencies.cell(1_800 * Clock.SECOND));
        pass(14 * DAY_MINUTES);
        assertTrue(longest.nanos() < 30 * Traffic.MS, () -> Figures.time(longest.nanos()));
        assertTrue(isKnown(20 * Traffic.MS));
    }

    @Test
    void of_several_threads_the_longest_call_counts() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Longest shared = new Longest();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = i;
                threads.add(new Thread(() -> {
                    for (int cell = first; cell < 100; cell += 4) {
                        shared.record(cell);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(Latencies.floorNanos(100), shared.nanos());
        }
    }
}
