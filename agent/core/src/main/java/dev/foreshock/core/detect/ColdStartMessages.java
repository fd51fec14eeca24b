// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.LocalTrace;

/** What findings about cold starts say, and what to do about them. */
final class ColdStartMessages {
    private ColdStartMessages() {}

    static String function(LocalTrace unit, long initNanos, ColdBreakdown breakdown) {
        long nanos = unit.root().durationNanos();
        StringBuilder text = new StringBuilder(160)
                .append(unit.name())
                .append(" started cold: ")
                .append(Figures.time(initNanos + nanos))
                .append(" until its first invocation was answered, ");
        if (initNanos == 0) {
            text.append("though it was started ahead");
        } else {
            text.append(Figures.time(initNanos)).append(" of them before it began");
        }
        breakdown.append(text);
        return text.toString();
    }

    static String functionSuggestion(long initNanos) {
        if (initNanos == 0) {
            return "Have the initialization do what the first invocation does now (open connections, load classes, read"
                    + " configuration): it is over before anybody waits. With a snapshot, do it before that is taken.";
        }
        return "Load less at the start (lazy clients, fewer dependencies), give it more memory and with it CPU, or use a"
                + " snapshot (SnapStart, CRaC) or provisioned instances.";
    }

    static String afterIdle(LocalTrace unit, long idleNanos, long usualNanos, ColdBreakdown breakdown) {
        StringBuilder text = new StringBuilder(160)
                .append(unit.name())
                .append(" took ")
                .append(Figures.time(unit.root().durationNanos()))
                .append(" as the first request after ")
                .append(Figures.time(idleNanos))
                .append(" without any, usually ")
                .append(Figures.time(usualNanos))
                .append("; not for the first time");
        breakdown.append(text);
        return text.toString();
    }

    static String afterIdleSuggestion(ColdBreakdown breakdown) {
        if (breakdown.longest() != null && breakdown.longest().sumNanos() > 2 * breakdown.connectNanos()) {
            return "Look for what runs out while idle and is fetched again while a user waits (keys, tokens, caches): refresh it"
                    + " in the background before it runs out, or keep the old one until the new one is there.";
        }
        return breakdown.connects() > 0
                ? "Keep some connections open while idle (a minimum of idle connections, keep-alive); the pool has to open"
                        + " them again while a user waits."
                : "Look for what is given up while idle: connections, caches, memory that was swapped out, a CPU limit that"
                        + " starves the first request; a periodic request of your own keeps it warm.";
    }

    static String readiness(long firstNanos, long slow, long of, long medianNanos, long limitNanos, long longestNanos) {
        return Figures.count(slow) + " of " + Figures.count(of)
                + " requests in the first " + Figures.time(firstNanos) + " took more than " + Figures.time(limitNanos)
                + ", up to "
                + Figures.time(longestNanos) + "; the median later is " + Figures.time(medianNanos)
                + ": traffic came before the process was warm";
    }

    static String readinessSuggestion() {
        return "Report readiness only after some requests of your own have warmed up code, connections and caches; or let the"
                + " load balancer raise the traffic slowly.";
    }
}
