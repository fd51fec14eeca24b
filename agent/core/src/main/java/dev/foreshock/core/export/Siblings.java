// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Group;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which operations of a unit become spans of their own, and which are summed up: of the calls of one shape with one
 * parent the first five, the slowest and those that show a finding are kept, the rest becomes one composite.
 *
 * <p>Only leaves that did not fail and did not send their context along: anything else has children, here or elsewhere,
 * that would lose their parent. Nor those that are linked to others: the links would be lost.
 */
final class Siblings {
    private static final int KEPT = 5;
    private static final int FEWEST = 2;

    /** Calls that are exported as one span. {@code unrecorded} of them were counted only. */
    record Composite(Group group, List<Operation> members, long unrecorded, long unrecordedNanos) {
        long count() {
            return members.size() + unrecorded;
        }

        long totalNanos() {
            long sum = unrecordedNanos;
            for (Operation member : members) {
                sum += member.durationNanos();
            }
            return sum;
        }
    }

    private record Key(Group group, @Nullable Operation parent) {}

    private final List<Operation> single;
    private final List<Composite> composites;

    /** {@code operations} in the order in which they ended; {@code minCount} 0 keeps them all. */
    Siblings(LocalTrace unit, List<Operation> operations, int minCount) {
        int least = Math.max(minCount, KEPT + FEWEST);
        // Where every group is small, as in most units, nothing has to be looked up.
        if (minCount <= 0 || !hasLargeGroup(unit, least)) {
            single = operations;
            composites = List.of();
            return;
        }
        single = new ArrayList<>();
        composites = new ArrayList<>();
        Set<Operation> replaced = fold(unit, operations, least);
        for (Operation operation : operations) {
            if (!replaced.contains(operation)) {
                single.add(operation);
            }
        }
        if (unit.countedOnly() > 0) {
            addUnrecorded(operations);
        }
    }

    List<Operation> single() {
        return single;
    }

    List<Composite> composites() {
        return composites;
    }

    private static boolean hasLargeGroup(LocalTrace unit, int least) {
        for (int i = 0; i < unit.groupCount(); i++) {
            if (unit.groupAt(i).count() >= least) {
                return true;
            }
        }
        return false;
    }

    private Set<Operation> fold(LocalTrace unit, List<Operation> operations, int least) {
        Set<Operation> replaced = new HashSet<>();
        for (Map.Entry<Key, List<Operation>> family :
                families(unit, operations, least).entrySet()) {
            List<Operation> members = family.getValue();
            if (members.size() >= least) {
                compose(family.getKey().group(), members, replaced);
            }
        }
        return replaced;
    }

    private static Map<Key, List<Operation>> families(LocalTrace unit, List<Operation> operations, int least) {
        Set<Operation> parents = new HashSet<>();
        for (Operation operation : operations) {
            if (operation.parent() != null) {
                parents.add(operation.parent());
            }
        }
        Set<Operation> shown = new HashSet<>();
        for (Finding finding : unit.findings()) {
            if (finding.exemplar() != null) {
                shown.add(finding.exemplar());
            }
        }
        Map<Key, List<Operation>> families = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Group group = operation.group();
            if (group != null
                    && group.count() >= least
                    && !operation.isFailed()
                    && !operation.isPropagated()
                    && operation.links() == null
                    && !parents.contains(operation)
                    && !shown.contains(operation)) {
                families.computeIfAbsent(new Key(group, operation.parent()), key -> new ArrayList<>())
                        .add(operation);
            }
        }
        return families;
    }

    private void compose(Group group, List<Operation> members, Set<Operation> replaced) {
        Operation slowest = members.get(0);
        for (Operation member : members) {
            if (member.durationNanos() > slowest.durationNanos()) {
                slowest = member;
            }
        }
        List<Operation> rest = new ArrayList<>(members.subList(KEPT, members.size()));
        rest.remove(slowest);
        if (rest.size() >= FEWEST) {
            replaced.addAll(rest);
            composites.add(new Composite(group, rest, 0, 0));
        }
    }

    // What the unit only counted belongs to the group's largest composite.
    private void addUnrecorded(List<Operation> operations) {
        for (int i = 0; i < composites.size(); i++) {
            Composite composite = composites.get(i);
            if (isLargest(composite)) {
                long count = composite.group().count();
                long nanos = composite.group().sumNanos();
                for (Operation operation : operations) {
                    if (operation.group() == composite.group()) {
                        count--;
                        nanos -= operation.durationNanos();
                    }
                }
                composites.set(
                        i,
                        new Composite(composite.group(), composite.members(), Math.max(0, count), Math.max(0, nanos)));
            }
        }
    }

    private boolean isLargest(Composite composite) {
        for (Composite other : composites) {
            if (other.group() == composite.group()
                    && other.members().size() > composite.members().size()) {
                return false;
            }
        }
        return true;
    }
}
