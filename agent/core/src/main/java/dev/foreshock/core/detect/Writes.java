// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import java.util.List;

/** Tells whether identical reads may have had different answers, because their tables were written to in between. */
final class Writes {
    private Writes() {}

    /** In doubt it answers yes: where groups were full, tables are unknown, or a procedure was called. */
    static boolean cameBetween(LocalTrace unit, Group reads) {
        if (unit.groupCount() == LocalTrace.MAX_GROUPS) {
            return true;
        }
        for (int i = 0; i < unit.groupCount(); i++) {
            Group other = unit.groupAt(i);
            if (other != reads
                    && other.kind() == reads.kind()
                    && other.shape().is(Shape.WRITES | Shape.CALL | Shape.DDL)
                    && other.firstSequence() < reads.lastSequence()
                    && other.lastSequence() > reads.firstSequence()
                    && touch(other.shape().collections(), reads.shape().collections())
                    && ranBetween(unit, other, reads)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ranBetween(LocalTrace unit, Group writes, Group reads) {
        if (!unit.isEnded() || unit.countedOnly() > 0) {
            return true;
        }
        for (Operation o = unit.last(); o != null; o = o.previous()) {
            if (o.group() == writes
                    && o.endNanos() - reads.firstStartNanos() > 0
                    && reads.lastEndNanos() - o.startNanos() > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean touch(List<String> some, List<String> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return true;
        }
        for (String one : some) {
            for (String other : others) {
                if (name(one).equalsIgnoreCase(name(other))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Without the schema, which one statement may name and another leave out. */
    private static String name(String collection) {
        return collection.substring(collection.lastIndexOf('.') + 1);
    }
}
