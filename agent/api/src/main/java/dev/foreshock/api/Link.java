// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/**
 * A reference to an operation that this one was caused by and is not a child of: each message of a batch, the task that
 * was waited for. Exported as a span link. Immutable; 40 bytes.
 *
 * <p>{@link Recorder#link} reads one from the headers of a message. The {@code tracestate} is not kept: it may be ten times
 * as long as the rest, and a unit may have {@link Links#MAX} links.
 *
 * @param traceIdHigh the first 64 bits of the other trace's id
 * @param traceIdLow the last 64 bits
 * @param spanId the other operation's id
 * @param flags the W3C trace flags; bit 0 says that the other trace is sampled
 */
public record Link(long traceIdHigh, long traceIdLow, long spanId, int flags) {
    private static final int SAMPLED = 1;

    /** A link to an operation of this process. Its span is then exported on its own, not summed up with its siblings. */
    public static Link to(Operation operation) {
        LocalTrace unit = operation.unit();
        operation.propagated();
        return new Link(unit.traceIdHigh(), unit.traceIdLow(), operation.spanId(), unit.isSampled() ? SAMPLED : 0);
    }

    /** Whether both ids are other than zero, as W3C Trace Context asks for. */
    public boolean isValid() {
        return (traceIdHigh | traceIdLow) != 0 && spanId != 0;
    }

    public boolean isSampled() {
        return (flags & SAMPLED) != 0;
    }
}
