// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;

/**
 * A job that works in chunks, as batch frameworks do: it reads some items, writes them together, notes how far it got, and goes on.
 * What it does once for each chunk it does for many items already, however many chunks there are.
 */
final class Chunks {
    /** Fewer may be as many as something else by chance. */
    private static final int MIN_CHUNKS = 10;

    private Chunks() {}

    /** Whether the group is a batch that is executed for each chunk, or is called about as often as one. */
    static boolean explain(LocalTrace unit, Group group) {
        int chunks = count(unit);
        int count = group.count();
        return chunks >= MIN_CHUNKS && count * 4L >= chunks * 3L && count * 4L <= chunks * 5L;
    }

    /** How many there were: as often as the most frequent batch of several items was executed; 0 in a request. */
    private static int count(LocalTrace unit) {
        int most = 0;
        for (int i = 0; unit.root().kind() != Kind.REQUEST && i < unit.groupCount(); i++) {
            Group group = unit.groupAt(i);
            if (group.kind() == Kind.DATABASE && group.slowest().batchSize() > 1) {
                most = Math.max(most, group.batches());
            }
        }
        return most;
    }
}
