// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import org.jspecify.annotations.Nullable;

/**
 * The head decision: what is propagated as the sampled flag ({@code OTEL_TRACES_SAMPLER}). Immutable.
 *
 * <p>A ratio is decided from the last 56 bits of the trace id, so that every service with the same ratio decides alike, and
 * is announced as {@code ot=th:…} in {@code tracestate} (OpenTelemetry, "TraceState: probability sampling").
 */
final class HeadSampler {
    private static final long RANDOM_BITS = (1L << 56) - 1;

    private final boolean parentBased;
    private final long threshold;
    private final @Nullable String announcement;

    /**
     * @param parentBased whether a caller's decision is followed
     * @param ratio the part of new traces that is sampled, 0 to 1
     */
    HeadSampler(boolean parentBased, double ratio) {
        this.parentBased = parentBased;
        this.threshold = Math.round((1 - Math.min(1, Math.max(0, ratio))) * (RANDOM_BITS + 1));
        this.announcement = ratio > 0 && ratio < 1 ? "ot=th:" + digits(threshold) : null;
    }

    /** One of the names that {@code OTEL_TRACES_SAMPLER} knows. */
    static HeadSampler named(String name, double ratio) {
        boolean parentBased = name.startsWith("parentbased_");
        if (name.endsWith("always_on")) {
            return new HeadSampler(parentBased, 1);
        }
        return new HeadSampler(parentBased, name.endsWith("always_off") ? 0 : ratio);
    }

    boolean sample(@Nullable TraceContext caller, long traceIdLow) {
        if (parentBased && caller != null && caller.sampled() != null) {
            return caller.sampled();
        }
        return (traceIdLow & RANDOM_BITS) >= threshold;
    }

    /** The {@code tracestate} of a unit: the caller's where there is one, else the announcement of the ratio. */
    @Nullable
    String traceState(@Nullable TraceContext caller, boolean sampled) {
        if (caller != null) {
            return caller.traceState();
        }
        return sampled ? announcement : null;
    }

    /** Fourteen hex digits without their trailing zeros, as {@code th} is written. */
    private static String digits(long threshold) {
        String all = TraceContext.hex(threshold << 8).substring(0, 14);
        int end = all.length();
        while (end > 1 && all.charAt(end - 1) == '0') {
            end--;
        }
        return all.substring(0, end);
    }
}
