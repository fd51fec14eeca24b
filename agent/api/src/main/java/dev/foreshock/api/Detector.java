// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/**
 * One rule. Stateless, or with bounded state of its own.
 *
 * <p>{@link #unitEnded} and {@link #unitProgressed} run on application threads, for every unit of work, sampled or not: they
 * must be quick where there is nothing to see, and must not block. {@link #tick} runs on the agent's clock thread.
 */
public interface Detector {

    /** In snake case; what {@code FORESHOCK_DETECTORS_DISABLED} names. */
    String name();

    /** A unit of work has ended: nothing in it changes any more, but for rows of results still open. */
    default void unitEnded(LocalTrace unit, Findings findings) {}

    /** A long unit has reached 50, 500 or 5,000 calls of one shape. Called under the unit's guard. */
    default void unitProgressed(LocalTrace unit, Group group, Findings findings) {}

    /** Ten seconds have passed. */
    default void tick(long nowNanos, Findings findings) {}
}
