// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** How a call ended, as far as detectors care. */
public enum Outcome {
    /** It was answered. */
    OK,
    /** The other side answered with an error. */
    REMOTE_ERROR,
    /** Nobody answered in time, or no connection could be had. */
    TIMEOUT,
    /** This process refused the call itself: an open circuit breaker, a full pool or bulkhead. No failure of the other side. */
    LOCAL_REJECT,
    /**
     * The application gave the call up before it was answered. A failure of the other side where it was waited for longer than is
     * usual, and none where it was only not needed any more: what is usual decides, not the instrumentation.
     */
    CANCELLED
}
