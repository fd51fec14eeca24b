// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Retry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryStateTest {
    private static String of(String traceState, int inboundAttempt, int attempt) {
        LocalTrace unit = new LocalTrace(1, 2, 3, true, traceState, null, Kind.REQUEST, 4, 5, 0);
        unit.inboundAttempt(inboundAttempt);
        Operation call = new Operation(unit, unit.root(), Kind.HTTP, 6, 7);
        if (attempt > 1) {
            call.retry(new Retry(attempt, 1, false, false, false, null));
        }
        return RetryState.of(call);
    }

    @Test
    void a_first_attempt_passes_on_what_came() {
        assertNull(of(null, 1, 1));
        assertEquals("ot=th:8,foreshock=a:2", of("ot=th:8,foreshock=a:2", 2, 1));
    }

    @Test
    void a_retry_says_so_in_front_of_all_others() {
        assertEquals("foreshock=a:2", of(null, 1, 2));
        assertEquals("foreshock=a:3,ot=th:8,vendor=x", of("ot=th:8,vendor=x", 1, 3));
    }

    @Test
    void the_greater_number_counts_and_the_older_member_goes() {
        assertEquals("foreshock=a:4", of("foreshock=a:4", 4, 2));
        assertEquals("foreshock=a:5,ot=th:8", of("foreshock=a:4,ot=th:8", 4, 5));
        assertEquals("foreshock=a:5,ot=th:8", of("ot=th:8,foreshock=a:4", 4, 5));
        assertEquals("foreshock=a:5,ot=th:8,x=y", of("ot=th:8, foreshock=a:4, x=y", 4, 5));
    }

    @Test
    void what_would_grow_too_long_is_left_as_it_is() {
        String longest = "vendor=" + "x".repeat(500);
        assertEquals(longest, of(longest, 1, 2));
    }

    @Test
    void reads_what_other_services_say() {
        assertEquals(1, RetryState.inbound(null, name -> null));
        assertEquals(3, RetryState.inbound("foreshock=a:3", name -> null));
        assertEquals(3, RetryState.inbound("ot=th:8, foreshock=a:3", name -> null));
        assertEquals(1, RetryState.inbound("notforeshock=a:3", name -> null));
        assertEquals(2, RetryState.inbound(null, Map.of("x-envoy-attempt-count", "2")::get));
        assertEquals(3, RetryState.inbound(null, Map.of("grpc-previous-rpc-attempts", "2")::get));
    }

    @Test
    void nonsense_is_a_first_attempt_and_numbers_are_bounded() {
        for (String nonsense :
                new String[] {"foreshock=", "foreshock=a:", "foreshock=a:x", "foreshock=b:3", "=", ","}) {
            assertEquals(1, RetryState.inbound(nonsense, name -> "none"), nonsense);
        }
        assertEquals(9_999, RetryState.inbound("foreshock=a:99999999999999", name -> null));
    }
}
