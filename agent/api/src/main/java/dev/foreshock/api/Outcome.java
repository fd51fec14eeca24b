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
    LOCAL_REJECT
}
