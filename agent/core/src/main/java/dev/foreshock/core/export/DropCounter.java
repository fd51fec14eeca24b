// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

/** Counts what was lost. Called from any thread; never blocks. */
public interface DropCounter {

    /**
     * @param reason short and of low cardinality, in snake case: {@code queue_full}
     * @param count how many records were lost
     */
    void dropped(String reason, long count);
}
