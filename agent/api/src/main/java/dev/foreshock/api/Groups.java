// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The groups of one unit, in order of their first call. Few enough to be looked through. Guarded by the unit. */
final class Groups {
    private static final int FEW = 8;

    private Group[] table = new Group[FEW];
    private int size;

    /**
     * Counts an operation that has just ended.
     *
     * @param position the operation's among those of the unit
     * @return its group, {@code null} where it would be one too many
     */
    @Nullable
    Group add(Operation operation, Shape shape, int position) {
        Group known = find(operation, shape);
        if (known != null) {
            known.add(operation, position);
            return known;
        }
        if (size == LocalTrace.MAX_GROUPS) {
            return null;
        }
        if (size == table.length) {
            table = Arrays.copyOf(table, Math.min(LocalTrace.MAX_GROUPS, size * 2));
        }
        return table[size++] = new Group(operation, position);
    }

    @Nullable
    Group find(Operation operation, Shape shape) {
        Kind kind = operation.kind();
        Target target = operation.target();
        for (int i = 0; i < size; i++) {
            Group candidate = table[i];
            if (candidate.shape().hash() == shape.hash()
                    && candidate.kind() == kind
                    && Objects.equals(candidate.target(), target)) {
                return candidate;
            }
        }
        return null;
    }

    int size() {
        return size;
    }

    Group at(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return table[index];
    }

    List<Group> copy() {
        return new ArrayList<>(Arrays.asList(table).subList(0, size));
    }
}
