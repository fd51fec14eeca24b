// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** Takes what detectors see, and decides what of it is announced, when and how often. Never blocks, never throws. */
public interface Findings {

    /**
     * Something was seen, in a unit of work or a window of time. The unit, where the finding's exemplar has one, is flagged
     * at once; the announcement waits for confirmation.
     */
    void raise(Finding finding);

    /** The condition no longer holds: resolves the finding with this id, where it is open. */
    void clear(long id);
}
