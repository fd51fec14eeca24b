// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Retry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells other services in {@code tracestate} that a request is a retry, as {@code foreshock=a:3}: which attempt it is, or the
 * request that it serves, whichever is more. A service that retries within a retry multiplies the load of those behind it.
 */
final class RetryState {
    private static final String MEMBER = "foreshock=";
    private static final String ATTEMPT = "a:";
    /** What W3C Trace Context asks everybody to pass on. */
    private static final int MAX_LENGTH = 512;

    private static final int MAX_ATTEMPT = 9_999;

    private RetryState() {}

    /** Which attempt a request is that arrives, as far as this agent, Envoy or gRPC says so in the service that sends it; else 1. */
    static int inbound(@Nullable String traceState, Function<String, @Nullable String> headers) {
        int attempt = attempt(traceState);
        if (attempt <= 1) {
            attempt = number(headers.apply("x-envoy-attempt-count"), 0);
        }
        if (attempt <= 1) {
            attempt = number(headers.apply("grpc-previous-rpc-attempts"), 0) + 1;
        }
        return Math.max(1, attempt);
    }

    private static int attempt(@Nullable String traceState) {
        int member = traceState == null ? -1 : start(traceState);
        if (traceState == null || member < 0) {
            return 1;
        }
        int from = member + MEMBER.length();
        return traceState.startsWith(ATTEMPT, from) ? number(traceState, from + ATTEMPT.length()) : 1;
    }

    /** Where our member begins, or -1. */
    private static int start(String traceState) {
        int at = traceState.indexOf(MEMBER);
        while (at > 0 && traceState.charAt(at - 1) != ',' && traceState.charAt(at - 1) != ' ') {
            at = traceState.indexOf(MEMBER, at + 1);
        }
        return at;
    }

    private static int number(@Nullable String text, int from) {
        int number = 0;
        for (int i = from; text != null && i < text.length() && number <= MAX_ATTEMPT; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return Math.min(number, MAX_ATTEMPT);
    }

    /** Finds out whether a call that is about to be sent is a retry: before the headers are written, since they carry it. */
    static void recognise(Operation operation, Function<String, @Nullable String> present) {
        LocalTrace unit = operation.unit();
        unit.lock();
        try {
            unit.recogniseRetry(operation);
        } finally {
            unit.unlock();
        }
        Retry retry = operation.retry();
        if (retry != null && (present.apply("idempotency-key") != null || present.apply("amz-sdk-request") != null)) {
            operation.retry(retry.withIdempotencyKey());
        }
    }

    /** The {@code tracestate} to send with a call: that of its unit, unless the call is a retry itself. */
    static @Nullable String of(Operation call) {
        String known = call.unit().traceState();
        Retry retry = call.retry();
        if (retry == null) {
            return known;
        }
        String own = MEMBER
                + ATTEMPT
                + Math.min(MAX_ATTEMPT, Math.max(retry.attempt(), call.unit().inboundAttempt()));
        String others = known == null ? "" : without(known);
        String all = others.isEmpty() ? own : own + ',' + others;
        return all.length() <= MAX_LENGTH ? all : known;
    }

    private static String without(String traceState) {
        int start = start(traceState);
        if (start < 0) {
            return traceState;
        }
        int comma = traceState.indexOf(',', start);
        String before = traceState.substring(0, start).stripTrailing();
        if (comma >= 0) {
            return before + traceState.substring(comma + 1).strip();
        }
        return before.endsWith(",") ? before.substring(0, before.length() - 1) : before;
    }
}
