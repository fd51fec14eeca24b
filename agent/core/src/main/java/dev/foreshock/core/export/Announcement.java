// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.Finding;

/**
 * A finding on its way out: what the log record {@code foreshock.finding} is made of.
 *
 * @param finding what was found, with its exemplar stripped to {@code null} so that no unit of work is kept alive
 * @param state where in its life the finding is
 * @param occurrences how often it has been seen since it opened
 * @param wastedNanos what it has cost since it opened, all occurrences together
 * @param epochNanos when it was seen last, in nanoseconds since 1970
 * @param traceIdHigh the trace that shows it best, 0 in both halves where there is none
 * @param traceIdLow the lower half of the trace id
 * @param spanId the span in that trace, 0 where there is none
 */
public record Announcement(
        Finding finding,
        State state,
        long occurrences,
        long wastedNanos,
        long epochNanos,
        long traceIdHigh,
        long traceIdLow,
        long spanId) {

    /** Where in its life a finding is. */
    public enum State {
        /** Announced for the first time. */
        OPEN,
        /** Announced before, and still there. */
        ONGOING,
        /** No longer seen. */
        RESOLVED
    }
}
