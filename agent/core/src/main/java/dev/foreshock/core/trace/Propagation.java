// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Links;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes context headers in the formats that {@code OTEL_PROPAGATORS} names. Thread safe.
 *
 * <p>Where a tracer of the application's has already put a {@code traceparent} on an outgoing request it is never replaced
 * or doubled: the operation adopts its span id, so that what the callee records hangs below it. Of several attempts that carry
 * the same one the first adopts it, since no two spans may have one id.
 */
final class Propagation {
    /** What W3C Baggage says must be passed on at the least. */
    private static final int MAX_BAGGAGE = 8192;

    private final boolean w3c;
    private final boolean baggage;
    private final boolean b3;
    private final boolean b3multi;
    private final RecentIds injected = new RecentIds();
    private final RecentIds adopted = new RecentIds();
    private final List<String> headers;
    private volatile boolean injecting;

    Propagation(List<String> formats, boolean injecting) {
        this.w3c = formats.contains("tracecontext");
        this.baggage = formats.contains("baggage");
        this.b3 = formats.contains("b3");
        this.b3multi = formats.contains("b3multi");
        this.headers = names(w3c, baggage, b3, b3multi);
        this.injecting = injecting;
    }

    private static List<String> names(boolean w3c, boolean baggage, boolean b3, boolean b3multi) {
        List<String> names = new ArrayList<>();
        if (w3c) {
            names.addAll(List.of("traceparent", "tracestate"));
        }
        if (b3) {
            names.add("b3");
        }
        if (b3multi) {
            names.addAll(List.of("X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled", "X-B3-Flags"));
        }
        if (baggage) {
            names.add("baggage");
        }
        return List.copyOf(names);
    }

    /** What is read and written, as it is written. */
    List<String> headers() {
        return headers;
    }

    /** A tracer of the application's own is at work: it sets the headers, this agent only reads them. */
    void stopInjecting() {
        injecting = false;
    }

    boolean isInjecting() {
        return injecting;
    }

    @Nullable
    TraceContext extract(Function<String, @Nullable String> headers) {
        TraceContext found = null;
        if (w3c) {
            String traceparent = headers.apply("traceparent");
            if (traceparent != null) {
                found = TraceContext.fromTraceparent(traceparent, headers.apply("tracestate"));
            }
        }
        if (found == null && b3) {
            found = TraceContext.fromB3(headers.apply("b3"));
        }
        if (found == null && b3multi) {
            found = TraceContext.fromB3(
                    headers.apply("x-b3-traceid"),
                    headers.apply("x-b3-spanid"),
                    headers.apply("x-b3-sampled"),
                    headers.apply("x-b3-flags"));
        }
        return found;
    }

    @Nullable
    String baggage(Function<String, @Nullable String> headers) {
        if (!baggage) {
            return null;
        }
        String value = headers.apply("baggage");
        return value == null || value.length() > MAX_BAGGAGE ? null : value;
    }

    void inject(Operation operation, Function<String, @Nullable String> present, BiConsumer<String, String> headers) {
        LocalTrace unit = operation.unit();
        TraceContext foreign = extract(present);
        if (foreign != null && !isOurs(foreign, unit)) {
            if (foreign.traceIdHigh() == unit.traceIdHigh()
                    && foreign.traceIdLow() == unit.traceIdLow()
                    && adopted.add(foreign.spanId())) {
                operation.adoptSpanId(foreign.spanId());
            }
            operation.propagated();
            return;
        }
        if (!injecting) {
            return;
        }
        operation.propagated();
        long span = operation.spanId();
        injected.add(span);
        if (w3c) {
            headers.accept("traceparent", TraceContext.traceparent(unit, span));
            String state = RetryState.of(operation);
            if (state != null) {
                headers.accept("tracestate", state);
            }
        }
        String traceId =
                b3 || b3multi ? TraceContext.hex(unit.traceIdHigh()) + TraceContext.hex(unit.traceIdLow()) : "";
        String decision = unit.isSampled() ? "1" : "0";
        if (b3) {
            headers.accept("b3", traceId + '-' + TraceContext.hex(span) + '-' + decision);
        }
        if (b3multi) {
            headers.accept("X-B3-TraceId", traceId);
            headers.accept("X-B3-SpanId", TraceContext.hex(span));
            headers.accept("X-B3-Sampled", decision);
        }
        String carried = unit.baggage();
        if (baggage && carried != null && present.apply("baggage") == null) {
            headers.accept("baggage", carried);
        }
    }

    /**
     * Whether no tracer has set the header for this request: a client that sends it again has kept what was injected the
     * first time, or the application passes on the headers of the request that it serves, or of one of the messages.
     */
    private boolean isOurs(TraceContext present, LocalTrace unit) {
        return injected.contains(present.spanId())
                || (present.spanId() == unit.remoteParentSpanId() && unit.root().kind() != Kind.BACKGROUND)
                || isLinked(present, unit.root().links());
    }

    private static boolean isLinked(TraceContext present, @Nullable Links links) {
        for (int i = 0; links != null && i < links.size(); i++) {
            if (links.get(i).spanId() == present.spanId()) {
                return true;
            }
        }
        return false;
    }
}
