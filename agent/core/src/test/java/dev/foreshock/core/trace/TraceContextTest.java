// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void reads_a_traceparent() {
        TraceContext context = TraceContext.fromTraceparent(VALID, "vendor=1");
        assertNotNull(context);
        assertEquals(0x0af7651916cd43ddL, context.traceIdHigh());
        assertEquals(0x8448eb211c80319cL, context.traceIdLow());
        assertEquals(0xb7ad6b7169203331L, context.spanId());
        assertEquals(true, context.sampled());
        assertEquals("vendor=1", context.traceState());
    }

    @Test
    void a_later_version_may_be_longer() {
        assertNotNull(TraceContext.fromTraceparent("cc" + VALID.substring(2) + "-what-the-future-brings", null));
        assertNotNull(TraceContext.fromTraceparent("cc" + VALID.substring(2), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333g-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.x",
            })
    void refuses_what_the_standard_calls_invalid(String value) {
        assertNull(TraceContext.fromTraceparent(value, null));
    }

    @Test
    void drops_a_trace_state_that_is_too_long() {
        TraceContext context = TraceContext.fromTraceparent(VALID, "v=" + "x".repeat(600));
        assertNotNull(context);
        assertNull(context.traceState());
    }

    @Test
    void writes_what_it_reads() {
        TraceContext context = TraceContext.fromTraceparent(VALID, null);
        assertNotNull(context);
        LocalTrace unit =
                new LocalTrace(context.traceIdHigh(), context.traceIdLow(), 0, true, null, null, Kind.REQUEST, 1, 0, 0);
        assertEquals(VALID, TraceContext.traceparent(unit, context.spanId()));
    }

    @Test
    void reads_b3_in_both_forms() {
        TraceContext single = TraceContext.fromB3("0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0");
        assertNotNull(single);
        assertEquals(false, single.sampled());
        TraceContext undecided = TraceContext.fromB3("8448eb211c80319c", "b7ad6b7169203331", null, null);
        assertNotNull(undecided);
        assertEquals(0, undecided.traceIdHigh());
        assertNull(undecided.sampled());
        TraceContext debug = TraceContext.fromB3("8448eb211c80319c", "b7ad6b7169203331", null, "1");
        assertNotNull(debug);
        assertEquals(true, debug.sampled());
        assertNull(TraceContext.fromB3("0"));
        assertNull(TraceContext.fromB3("xyz-b7ad6b7169203331-1"));
    }
}
