// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Severity;
import dev.foreshock.core.export.Announcement;
import dev.foreshock.core.export.Announcement.State;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order: what a backend hears of each finding is a life that makes sense. */
class LifecycleFuzzTest {
    private static final int IDS = 120;
    private static final long SECOND = 1_000_000_000L;

    private final Given given = new Given().set("FORESHOCK_DETECT_MAX_MEMORY_KB", "1280");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void every_finding_lives_in_order(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Lifecycle lifecycle = new Lifecycle(given.settings(), given, given, new Causes());
        for (int step = 0; step < 100_000; step++) {
            long id = random.nextInt(random.nextBoolean() ? IDS : 5);
            int what = random.nextInt(100);
            if (what < 2) {
                lifecycle.see(Sighting.clear(id, given.nowNanos));
            } else if (what < 12) {
                given.nowNanos += random.nextInt(100) == 0 ? 1_900 * SECOND : 10 * SECOND;
                lifecycle.tick(given.nowNanos);
            } else {
                lifecycle.see(sighting(random, id));
            }
            assertTrue(lifecycle.open() <= 80);
        }
        given.nowNanos += 2_000 * SECOND;
        lifecycle.tick(given.nowNanos);
        assertEquals(0, lifecycle.open());
        assertLives();
        assertRate();
    }

    private Sighting sighting(SplittableRandom random, long id) {
        Finding finding = new Finding(
                "n_plus_one",
                Severity.values()[random.nextInt(3)],
                Confidence.values()[random.nextInt(2)],
                "GET /orders",
                "select",
                null,
                null,
                null,
                random.nextInt(200),
                random.nextInt(1_000),
                1_000,
                0.5,
                "message",
                "suggestion",
                null,
                id);
        return Sighting.of(finding, null, given.nowNanos);
    }

    /** Open, then ongoing any number of times, then resolved; each open one of them resolved in the end. */
    private void assertLives() {
        Map<Long, State> last = new HashMap<>();
        for (Announcement announcement : given.announced) {
            Finding finding = announcement.finding();
            if (!finding.type().equals("n_plus_one")) {
                continue;
            }
            State before = last.put(finding.id(), announcement.state());
            if (announcement.state() == State.OPEN) {
                assertTrue(before == null || before == State.RESOLVED, () -> "opened after " + before);
                assertNotEquals(Severity.INFO, finding.severity());
            } else {
                assertTrue(
                        before == State.OPEN || before == State.ONGOING,
                        () -> announcement.state() + " after " + before);
            }
            assertTrue(announcement.occurrences() > 0);
        }
        assertTrue(last.size() > 50, () -> "only " + last.size() + " findings were announced");
        last.forEach((id, state) -> assertEquals(State.RESOLVED, state, () -> "finding " + id));
    }

    /** Twenty new ones and twenty reminders a minute; resolutions are bounded by those. */
    private void assertRate() {
        Map<Long, Integer> perMinute = new HashMap<>();
        for (Announcement announcement : given.announced) {
            if (announcement.state() != State.RESOLVED
                    && announcement.finding().type().equals("n_plus_one")) {
                perMinute.merge(announcement.epochNanos() / Given.MINUTE, 1, Integer::sum);
            }
        }
        // A minute of the wall clock may touch two of the register's.
        perMinute.forEach((minute, count) -> assertTrue(count <= 80, () -> count + " in one minute"));
    }
}
