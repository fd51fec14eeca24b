// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Link;
import dev.foreshock.api.LocalTrace;
import org.jspecify.annotations.Nullable;

/**
 * The context of a caller, as read from the headers of a request or message.
 *
 * @param traceIdHigh the first 64 bits of the trace id
 * @param traceIdLow the last 64 bits
 * @param spanId the caller's span; never 0
 * @param sampled the caller's decision, or {@code null} where it leaves that to us (B3 without a decision)
 * @param traceState the header of that name, or {@code null}
 */
record TraceContext(
        long traceIdHigh,
        long traceIdLow,
        long spanId,
        @Nullable Boolean sampled,
        @Nullable String traceState) {

    /** The longest {@code tracestate} that W3C Trace Context asks everybody to pass on. */
    private static final int MAX_TRACE_STATE = 512;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /**
     * Reads {@code traceparent} as W3C Trace Context level 1 says: lower-case hex, no zero ids, version ff invalid, and a
     * longer value only from a later version.
     *
     * @return {@code null} where the value is not valid
     */
    static @Nullable TraceContext fromTraceparent(@Nullable String value, @Nullable String traceState) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        int length = text.length();
        if (length < 55 || text.charAt(2) != '-' || text.charAt(35) != '-' || text.charAt(52) != '-') {
            return null;
        }
        boolean current = text.startsWith("00");
        if (current ? length != 55 : length > 55 && text.charAt(55) != '-') {
            return null;
        }
        if (!isHex(text, 0, 2) || text.startsWith("ff") || !isHex(text, 3, 35) || !isHex(text, 36, 52)) {
            return null;
        }
        if (!isHex(text, 53, 55)) {
            return null;
        }
        long high = hex(text, 3, 19);
        long low = hex(text, 19, 35);
        long span = hex(text, 36, 52);
        if ((high | low) == 0 || span == 0) {
            return null;
        }
        boolean sampled = (hex(text, 53, 55) & 1) != 0;
        String state = traceState == null || traceState.length() > MAX_TRACE_STATE ? null : traceState;
        return new TraceContext(high, low, span, sampled, state);
    }

    /** Reads the single {@code b3} header of Zipkin: {@code trace-span[-sampled[-parent]]}. */
    static @Nullable TraceContext fromB3(@Nullable String value) {
        if (value == null) {
            return null;
        }
        int first = value.indexOf('-');
        if (first < 0) {
            return null;
        }
        int second = value.indexOf('-', first + 1);
        String span = second < 0 ? value.substring(first + 1) : value.substring(first + 1, second);
        String decision = null;
        if (second >= 0) {
            int third = value.indexOf('-', second + 1);
            decision = third < 0 ? value.substring(second + 1) : value.substring(second + 1, third);
        }
        return fromB3(value.substring(0, first), span, decision, null);
    }

    /** Reads the {@code X-B3-…} headers of Zipkin. A 64-bit trace id is padded with zeros. */
    static @Nullable TraceContext fromB3(
            @Nullable String traceId, @Nullable String spanId, @Nullable String decision, @Nullable String flags) {
        if (traceId == null || spanId == null || spanId.length() != 16) {
            return null;
        }
        int length = traceId.length();
        if ((length != 16 && length != 32) || !isHex(traceId, 0, length) || !isHex(spanId, 0, 16)) {
            return null;
        }
        long high = length == 32 ? hex(traceId, 0, 16) : 0;
        long low = hex(traceId, length - 16, length);
        long span = hex(spanId, 0, 16);
        if ((high | low) == 0 || span == 0) {
            return null;
        }
        Boolean sampled = null;
        if ("1".equals(flags) || "1".equals(decision) || "d".equals(decision) || "true".equals(decision)) {
            sampled = Boolean.TRUE;
        } else if ("0".equals(decision) || "false".equals(decision)) {
            sampled = Boolean.FALSE;
        }
        return new TraceContext(high, low, span, sampled, null);
    }

    /** A link to the caller's span. */
    Link link() {
        return new Link(traceIdHigh, traceIdLow, spanId, Boolean.TRUE.equals(sampled) ? 1 : 0);
    }

    /** The {@code traceparent} that makes a call a child of {@code spanId}. */
    static String traceparent(LocalTrace unit, long spanId) {
        char[] out = new char[55];
        out[0] = '0';
        out[1] = '0';
        out[2] = '-';
        put(out, 3, unit.traceIdHigh());
        put(out, 19, unit.traceIdLow());
        out[35] = '-';
        put(out, 36, spanId);
        out[52] = '-';
        out[53] = '0';
        out[54] = unit.isSampled() ? '1' : '0';
        return new String(out);
    }

    /** Sixteen lower-case hex digits. */
    static String hex(long value) {
        char[] out = new char[16];
        put(out, 0, value);
        return new String(out);
    }

    private static void put(char[] out, int at, long value) {
        for (int i = 15; i >= 0; i--) {
            out[at + i] = HEX[(int) (value & 15)];
            value >>>= 4;
        }
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long hex(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | Character.digit(text.charAt(i), 16);
        }
        return value;
    }
}
