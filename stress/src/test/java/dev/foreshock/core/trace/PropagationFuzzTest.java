// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Context headers: whatever a caller sends. */
class PropagationFuzzTest {
    private static final int LONGEST_BAGGAGE = 8_192;
    private static final int LONGEST_TRACE_STATE = 512;

    private final Propagation propagation = new Propagation(List.of("tracecontext", "baggage", "b3", "b3multi"), true);

    @FuzzTest(maxDuration = "60s")
    void whatIsReadIsValidAndCanBeWrittenAgain(FuzzedDataProvider data) {
        Map<String, String> headers = new HashMap<>();
        String version = data.consumeBoolean() ? "00-" : data.consumeString(3);
        headers.put("traceparent", version + data.consumeString(60));
        headers.put("tracestate", data.consumeString(600));
        headers.put("b3", data.consumeString(80));
        headers.put("x-b3-traceid", data.consumeString(33));
        headers.put("x-b3-spanid", data.consumeString(17));
        headers.put("x-b3-sampled", data.consumeString(5));
        headers.put("x-b3-flags", data.consumeString(2));
        headers.put("baggage", data.consumeRemainingAsString());

        String baggage = propagation.baggage(headers::get);
        require(baggage == null || baggage.length() <= LONGEST_BAGGAGE);
        for (String format : List.of("tracecontext", "b3", "b3multi")) {
            TraceContext read = new Propagation(List.of(format), true).extract(headers::get);
            if (read != null) {
                check(read);
            }
        }
    }

    private static void check(TraceContext read) {
        require((read.traceIdHigh() | read.traceIdLow()) != 0
                && read.spanId() != 0
                && read.link().isValid());
        require(read.traceState() == null || read.traceState().length() <= LONGEST_TRACE_STATE);
        LocalTrace unit = new LocalTrace(
                read.traceIdHigh(), read.traceIdLow(), read.spanId(), true, null, null, Kind.REQUEST, 1, 1, 0);
        TraceContext again = TraceContext.fromTraceparent(TraceContext.traceparent(unit, read.spanId()), null);
        require(again != null
                && again.link()
                        .equals(new TraceContext(read.traceIdHigh(), read.traceIdLow(), read.spanId(), true, null)
                                .link()));
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }
}
