// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first executions of the last eight shapes that read: where the parent of an N+1 is looked for. Guarded by the unit. */
final class RecentReads {
    private static final int PLACES = 8;

    private final @Nullable Operation[] reads = new Operation[PLACES];
    private int count;

    /** Where there is no room, a read that cannot be a parent goes first: its result has ended with less than two rows. */
    void add(Operation operation) {
        if (count >= PLACES) {
            for (int i = 0; i < PLACES; i++) {
                Operation known = reads[i];
                if (known != null && known.isRowsComplete() && known.rows() < 2) {
                    reads[i] = operation;
                    return;
                }
            }
        }
        reads[count++ % PLACES] = operation;
    }

    List<Operation> copy() {
        List<Operation> copy = new ArrayList<>(PLACES);
        for (Operation operation : reads) {
            if (operation != null) {
                copy.add(operation);
            }
        }
        return copy;
    }
}
