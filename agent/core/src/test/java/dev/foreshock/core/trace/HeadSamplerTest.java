// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeadSamplerTest {
    private static final TraceContext SAMPLED = new TraceContext(1, 2, 3, true, "a=b");
    private static final TraceContext NOT_SAMPLED = new TraceContext(1, 2, 3, false, null);
    private static final TraceContext UNDECIDED = new TraceContext(1, 2, 3, null, null);

    @Test
    void follows_the_caller_where_it_is_parent_based() {
        HeadSampler sampler = HeadSampler.named("parentbased_always_off", 1);
        assertTrue(sampler.sample(SAMPLED, 0));
        assertFalse(sampler.sample(NOT_SAMPLED, -1));
        assertFalse(sampler.sample(UNDECIDED, -1));
        assertFalse(sampler.sample(null, -1));
    }

    @Test
    void does_not_where_it_is_not() {
        assertTrue(HeadSampler.named("always_on", 1).sample(NOT_SAMPLED, 0));
        assertFalse(HeadSampler.named("always_off", 1).sample(SAMPLED, -1));
    }

    @Test
    void takes_the_part_that_the_ratio_says() {
        HeadSampler sampler = HeadSampler.named("traceidratio", 0.25);
        SplittableRandom random = new SplittableRandom(1);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            taken += sampler.sample(null, random.nextLong()) ? 1 : 0;
        }
        assertEquals(25_000, taken, 600);
    }

    @Test
    void announces_the_ratio_as_the_threshold_of_the_standard() {
        assertEquals("ot=th:8", HeadSampler.named("traceidratio", 0.5).traceState(null, true));
        assertEquals("ot=th:c", HeadSampler.named("traceidratio", 0.25).traceState(null, true));
        assertNull(HeadSampler.named("traceidratio", 0.25).traceState(null, false));
        assertNull(HeadSampler.named("always_on", 1).traceState(null, true));
        assertEquals("a=b", HeadSampler.named("traceidratio", 0.25).traceState(SAMPLED, true));
    }
}
