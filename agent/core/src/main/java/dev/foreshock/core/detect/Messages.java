// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What findings say: one sentence with figures, about what happened, how often, from where, and what it cost. Made of
 * sanitised names only.
 */
final class Messages {
    private static final int MAX_NAMES = 4;

    private Messages() {}

    /** {@code GET /orders}, or the thread of work outside any request. */
    static String unit(LocalTrace unit) {
        if (unit.root().kind() != Kind.BACKGROUND) {
            return unit.name();
        }
        String thread = unit.route();
        return thread == null ? "Work outside any request" : "Thread " + thread;
    }

    static String repeated(Repetition found) {
        StringBuilder text = new StringBuilder(160).append(unit(found.unit()));
        Group group = found.group();
        String times = Figures.count(group.count()) + " times";
        switch (found.pattern()) {
            case FAN_OUT ->
                text.append(isCall(group) ? " called " : " ran ")
                        .append(one(group))
                        .append(' ')
                        .append(times)
                        .append(" at the same time");
            case UNBATCHED ->
                text.append(" ran ")
                        .append(one(group))
                        .append(' ')
                        .append(times)
                        .append(", one row each");
            case SEQUENCE ->
                text.append(" fetched ")
                        .append(Figures.count(group.count()))
                        .append(" numbers one by one with ")
                        .append(one(group));
            case CHUNKED ->
                text.append(" ran ")
                        .append(one(group))
                        .append(' ')
                        .append(times)
                        .append(" with IN lists of only ")
                        .append(mean(group.aritySum(), group.count()))
                        .append(" values on average");
            case PAGES ->
                text.append(" read ")
                        .append(Figures.count(group.count()))
                        .append(" pages of ")
                        .append(Figures.count(group.pageRows()))
                        .append(" rows with ")
                        .append(one(group));
            case REDUNDANT ->
                text.append(isCall(group) ? " called " : " ran ")
                        .append(one(group))
                        .append(' ')
                        .append(times)
                        .append(" with the same values");
            default -> loop(text, found, times);
        }
        from(text, found.callSite());
        cost(text, found.totalNanos(), found.unitNanos(), found.unit());
        return text.toString();
    }

    private static void loop(StringBuilder text, Repetition found, String times) {
        Group group = found.group();
        if (found.groups().size() > 1) {
            text.append(isCall(group) ? " made " : " ran ")
                    .append(found.groups().size())
                    .append(isCall(group) ? " calls " : " statements ")
                    .append(times)
                    .append(" each (")
                    .append(names(found.groups()))
                    .append(')');
        } else {
            text.append(isCall(group) ? " called " : " ran ")
                    .append(one(group))
                    .append(' ')
                    .append(times);
        }
        if (found.pattern() == Pattern.REPEATED_KEYS) {
            text.append(", with only ").append(Figures.count(group.distinct())).append(" different keys");
        }
        Shape parent = found.parent();
        if (parent == null) {
            text.append(
                    found.pattern() == Pattern.REPEATED_KEYS
                            ? ", in a loop"
                            : " in a loop, with a different key each time");
        } else {
            text.append(", once per row of an earlier query (")
                    .append(parent.summary())
                    .append(')');
        }
    }

    /** {@code most} names what runs most often, with its count. */
    static String budget(
            LocalTrace unit, int statements, int shapes, Map<String, Integer> most, long totalNanos, long unitNanos) {
        StringBuilder text = new StringBuilder(160)
                .append(unit(unit))
                .append(" ran ")
                .append(Figures.count(statements))
                .append(" statements of ")
                .append(Figures.count(shapes))
                .append(shapes == 1 ? " kind: " : " kinds: ");
        int named = 0;
        for (Map.Entry<String, Integer> one : most.entrySet()) {
            text.append(named++ == 0 ? "" : ", ")
                    .append(one.getKey())
                    .append(" x ")
                    .append(Figures.count(one.getValue()));
        }
        cost(text, totalNanos, unitNanos, unit);
        return text.toString();
    }

    static String slow(LocalTrace unit, Operation slowest, Group group, int times, long unitNanos) {
        Shape shape = group.shape();
        StringBuilder text = new StringBuilder(160)
                .append(isCall(group) || group.kind() == Kind.CACHE ? "Call to " : "Statement ")
                .append(shape.summary());
        Target target = group.target();
        if (target != null) {
            text.append(" on ").append(target.display());
        }
        text.append(" took ").append(Figures.time(slowest.durationNanos()));
        if (times > 1) {
            text.append(", ").append(Figures.count(times)).append(" times slow,");
        }
        text.append(" in ").append(unit(unit));
        from(text, group.callSite());
        if (slowest.rows() > 0) {
            text.append("; ")
                    .append(Figures.count(slowest.rows()))
                    .append(shape.is(Shape.WRITES) ? " rows changed" : " rows read");
        }
        if (shape.is(Shape.UNFILTERED)) {
            text.append("; it has no WHERE");
        }
        if (shape.is(Shape.LEADING_WILDCARD)) {
            text.append("; its LIKE begins with a wildcard");
        }
        cost(text, slowest.durationNanos(), unitNanos, unit);
        return text.toString();
    }

    private static boolean isCall(Group group) {
        return group.kind() == Kind.HTTP || group.kind() == Kind.RPC;
    }

    /** {@code the same SELECT on orders}, {@code GET /prices/{id}}. */
    private static String one(Group group) {
        Shape shape = group.shape();
        if (isCall(group)) {
            return shape.summary();
        }
        if (group.kind() == Kind.CACHE) {
            return "the same " + shape.text();
        }
        String collection = shape.collection();
        return "the same " + shape.operation() + (collection == null ? "" : " on " + collection);
    }

    private static String names(List<Group> groups) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < Math.min(MAX_NAMES, groups.size()); i++) {
            names.append(i == 0 ? "" : ", ").append(groups.get(i).shape().summary());
        }
        return groups.size() > MAX_NAMES ? names.append(", ...").toString() : names.toString();
    }

    private static String mean(long sum, int count) {
        long tenths = Math.round(10.0 * sum / count);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    private static void from(StringBuilder text, @Nullable CallSite site) {
        if (site == null) {
            return;
        }
        text.append(", from ").append(site.display());
        // Below an object mapper the first frame is the loop; over plain JDBC it is as often a helper that the loop
        // calls.
        if (site.caller() != null
                && !site.hints().contains(Hint.HIBERNATE)
                && !site.hints().contains(Hint.SPRING_DATA)) {
            text.append(", called by ").append(site.caller());
        }
    }

    private static void cost(StringBuilder text, long nanos, long unitNanos, LocalTrace unit) {
        text.append("; ").append(Figures.time(nanos));
        // Calls at the same time may take longer than the unit that made them.
        if (nanos <= unitNanos) {
            text.append(" of ").append(Figures.time(unitNanos));
        }
        if (!unit.isEnded()) {
            text.append(" so far");
        }
    }
}
