// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Severity;
import org.junit.jupiter.api.Test;

class TailKeepTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    @Test
    void keeps_what_is_flagged_although_the_head_did_not_sample_it() {
        TailKeep keep = new TailKeep(true, 1);
        assertNull(keep.reason(unit(false, MILLI), 0));
        assertEquals("sampled", keep.reason(unit(true, MILLI), 0));
        assertEquals("error", keep.reason(failed(), 0));
        assertEquals("finding", keep.reason(found(), 0));
    }

    @Test
    void lets_no_outage_multiply_the_export() {
        TailKeep keep = new TailKeep(true, 1);
        int findings = 0;
        int errors = 0;
        for (int i = 0; i < 1_000; i++) {
            long now = i * 10 * MILLI;
            findings += keep.reason(found(), now) != null ? 1 : 0;
            errors += keep.reason(failed(), now) != null ? 1 : 0;
        }
        assertEquals(10, findings, 1);
        assertEquals(54, errors, 2);
    }

    @Test
    void gives_every_route_its_own_share() {
        TailKeep keep = new TailKeep(true, 1);
        for (int i = 0; i < 10; i++) {
            LocalTrace unit = found();
            unit.route("/r" + i);
            assertEquals("finding", keep.reason(unit, 0));
        }
    }

    @Test
    void keeps_what_is_slower_than_the_route_ever_is() {
        TailKeep keep = new TailKeep(true, 1);
        for (int i = 0; i < 1_000; i++) {
            assertNull(keep.reason(unit(false, (i % 10 + 1) * MILLI), i * MILLI));
        }
        assertEquals("slow", keep.reason(unit(false, 100 * MILLI), 2 * SECOND));
        assertNull(keep.reason(unit(false, 5 * MILLI), 3 * SECOND));
    }

    @Test
    void calls_nothing_slow_before_it_knows_the_route() {
        TailKeep keep = new TailKeep(true, 1);
        for (int i = 0; i < 150; i++) {
            assertNull(keep.reason(unit(false, i * i * MILLI), i * SECOND));
        }
    }

    @Test
    void follows_the_head_alone_when_it_is_switched_off() {
        TailKeep keep = new TailKeep(false, 1);
        assertNull(keep.reason(found(), 0));
        assertTrue("sampled".equals(keep.reason(unit(true, MILLI), 0)));
    }

    @Test
    void bounds_the_number_of_routes() {
        TailKeep keep = new TailKeep(true, 1);
        int kept = 0;
        for (int i = 0; i < 5_000; i++) {
            LocalTrace unit = found();
            unit.route("/r" + i);
            kept += keep.reason(unit, 0) != null ? 1 : 0;
        }
        assertEquals(513, kept, "512 routes with a bucket each, and one for all others");
    }

    private static LocalTrace unit(boolean sampled, long nanos) {
        LocalTrace unit = new LocalTrace(1, 2, 0, sampled, null, null, Kind.REQUEST, 3, 1, 0);
        unit.method("GET");
        unit.route("/orders");
        unit.root().close(1 + nanos);
        return unit;
    }

    private static LocalTrace failed() {
        LocalTrace unit = unit(false, MILLI);
        unit.root().fail(new IllegalStateException());
        return unit;
    }

    private static LocalTrace found() {
        LocalTrace unit = unit(false, MILLI);
        unit.flag(new Finding(
                "n_plus_one",
                Severity.WARNING,
                Confidence.HIGH,
                "GET /orders",
                "select",
                null,
                null,
                null,
                10,
                1,
                1,
                1,
                "m",
                "s",
                null,
                1));
        return unit;
    }
}
