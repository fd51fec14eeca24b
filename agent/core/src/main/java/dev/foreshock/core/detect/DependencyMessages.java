// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What findings about dependencies say: which one, since when, how much longer than usual, whom it holds up, and what to do.
 * Made of sanitised names only.
 */
final class DependencyMessages {
    private static final int MAX_UNITS = 3;

    private DependencyMessages() {}

    /** {@code SELECT orders on postgresql:db.example.com:5432/shop}. */
    static String name(Operation operation) {
        Shape shape = operation.shape();
        Target target = operation.target();
        String what = operation.kind() == Kind.CONNECT ? "connect" : shape == null ? null : shape.summary();
        String where = target == null ? null : target.display();
        if (what == null) {
            return where == null ? operation.kind().name().toLowerCase(Locale.ROOT) : where;
        }
        return where == null ? what : what + " on " + where;
    }

    /**
     * @param sinceNanos since when it has been known to be slow, 0 where it is said for the first time
     */
    static String slow(Incident incident, Dependency worst, Evidence.@Nullable Taken taken, long sinceNanos) {
        Target target = incident.target();
        Baseline usual = worst.baseline();
        StringBuilder text = new StringBuilder(240)
                .append(target == null ? worst.summary() : target.display())
                .append(
                        sinceNanos == 0
                                ? " has become slow: "
                                : " has been slow for " + Figures.time(sinceNanos) + ": ")
                .append(worst.summary())
                .append(" takes ")
                .append(Figures.time(worst.quantile(0.95)))
                .append(" at the 95th percentile, usually ")
                .append(Figures.time(usual.p95Nanos()))
                .append(" (median ")
                .append(Figures.time(worst.quantile(0.5)))
                .append(", usually ")
                .append(Figures.time(usual.p50Nanos()))
                .append("; ")
                .append(Figures.count(worst.minuteCalls()))
                .append(" calls in the last minute)");
        others(text, incident);
        connects(text, incident, worst);
        if (worst.minuteFailed() > 0) {
            text.append("; ").append(Figures.count(worst.minuteFailed())).append(" of them failed");
            if (worst.minuteTimedOut() > 0) {
                text.append(", ").append(Figures.count(worst.minuteTimedOut())).append(" without an answer in time");
            }
        }
        if (taken != null) {
            if (taken.share() > 0) {
                text.append("; ").append(Math.round(taken.share() * 100)).append(" % of the time of ");
            } else {
                text.append("; it holds up ");
            }
            units(text, taken.nanosByUnit());
            long waits = Math.round(taken.poolWaitShare() * 100);
            if (waits > 0) {
                text.append("; beside that, ").append(waits).append(" % is waiting for a connection of a pool");
            }
        }
        return text.toString();
    }

    /** Whether all of it is slow, or a single operation, tells the server from a statement. */
    private static void others(StringBuilder text, Incident incident) {
        int known = 0;
        for (Dependency member : incident.members()) {
            known += member.baseline().isKnown() ? 1 : 0;
        }
        int slow = incident.slow();
        if (known > 1) {
            text.append(slow == 1 ? ", the only one" : ", one of " + slow)
                    .append(" of its ")
                    .append(known)
                    .append(" operations that ")
                    .append(slow == 1 ? "is slow" : "are slow");
        }
    }

    private static void connects(StringBuilder text, Incident incident, Dependency worst) {
        for (Dependency member : incident.members()) {
            if (member.kind() == Kind.CONNECT && member != worst && member.minuteCalls() > 0) {
                text.append("; opening a connection takes ").append(Figures.time(member.quantile(0.95)));
                return;
            }
        }
    }

    private static void units(StringBuilder text, Map<String, Long> nanosByUnit) {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(nanosByUnit.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        for (int i = 0; i < Math.min(MAX_UNITS, sorted.size()); i++) {
            text.append(i == 0 ? "" : ", ").append(sorted.get(i).getKey());
        }
        if (sorted.size() > MAX_UNITS) {
            text.append(" and ").append(sorted.size() - MAX_UNITS).append(" more");
        }
    }

    /** Most calls under way do not come back. */
    static String stuck(Incident incident, RunningCall oldest, @Nullable LiveStack stack) {
        Operation operation = oldest.operation();
        Target target = incident.target();
        Dependency dependency = oldest.dependency();
        StringBuilder text = new StringBuilder(240)
                .append(target == null ? name(operation) : target.display())
                .append(" does not answer: ")
                .append(Figures.count(incident.stuck()))
                .append(" of ")
                .append(Figures.count(incident.running()))
                .append(" calls under way wait much longer than usual, the oldest (")
                .append(operation.kind() == Kind.CONNECT ? "opening a connection" : summary(operation))
                .append(") for ")
                .append(Figures.time(oldest.ageNanos()));
        if (dependency != null) {
            text.append(", usually ").append(Figures.time(dependency.usualNanos(0.5)));
        }
        text.append("; it holds up ");
        units(text, incident.stuckUnits());
        where(text, stack);
        return text.toString();
    }

    static String hanging(RunningCall call, int count, @Nullable LiveStack stack) {
        Operation operation = call.operation();
        StringBuilder text = new StringBuilder(200)
                .append(name(operation))
                .append(
                        operation.awaitsConnection()
                                ? " has been waiting for a connection of the client's own pool for "
                                : " has been running for ")
                .append(Figures.time(call.ageNanos()))
                .append(" and has not ended, in ")
                .append(Messages.unit(operation.unit()));
        if (count > 1) {
            text.append(", as one of ").append(Figures.count(count)).append(" such calls");
        }
        Dependency dependency = call.dependency();
        if (dependency != null && dependency.longestNanos() > 0) {
            text.append("; none before took longer than ").append(Figures.time(dependency.longestNanos()));
        }
        where(text, stack);
        Thread thread = operation.thread();
        if (stack == null && thread != null && LiveStack.isVirtual(thread)) {
            text.append("; on a virtual thread, whose stack is not looked at");
        }
        return text.toString();
    }

    static String saturated(WorkerPool pool, RunningCall oldest, @Nullable LiveStack stack) {
        StringBuilder text = new StringBuilder(240)
                .append(Figures.count(pool.waiting()))
                .append(" of ")
                .append(Figures.count(pool.size()))
                .append(" request threads (")
                .append(pool.kind())
                .append(") wait for ")
                .append(pool.target().display());
        if (pool.forConnection() > 0) {
            text.append(", ")
                    .append(Figures.count(pool.forConnection()))
                    .append(" of them until a pool gives them a connection to it");
        }
        text.append(", the oldest for ").append(Figures.time(oldest.ageNanos())).append(", in ");
        units(text, pool.units());
        where(text, stack);
        return text.append("; other requests have to queue").toString();
    }

    static String saturatedSuggestion(WorkerPool pool, Operation operation) {
        String bulkhead = " A limit on concurrent calls to it (a bulkhead) would leave threads for everything else.";
        if (pool.forConnection() * 2 > pool.waiting()) {
            return "Look at what holds the connections: slow statements, other calls within a transaction, connections that are"
                    + " not given back; a shorter wait for a connection would free the threads." + bulkhead;
        }
        return stuckSuggestion(operation) + bulkhead;
    }

    private static void where(StringBuilder text, @Nullable LiveStack stack) {
        if (stack == null) {
            return;
        }
        text.append("; thread ").append(stack.thread()).append(" waits");
        CallSite site = stack.site();
        if (site != null) {
            text.append(" in a call from ").append(site.display());
            if (site.caller() != null) {
                text.append(", called by ").append(site.caller());
            }
        }
    }

    private static String summary(Operation operation) {
        Shape shape = operation.shape();
        return shape == null ? operation.kind().name().toLowerCase(Locale.ROOT) : shape.summary();
    }

    /** What the trace of a unit says that was slow while its dependency was suspected. */
    static Finding suspicion(Operation slowest, long id) {
        String message = name(slowest) + " took " + Figures.time(slowest.durationNanos())
                + " while this dependency was slower than usual";
        return new Finding(
                FindingType.SLOW_DEPENDENCY,
                Severity.WARNING,
                Confidence.MEDIUM,
                slowest.unit().name(),
                name(slowest),
                null,
                slowest.target(),
                null,
                1,
                0,
                slowest.durationNanos(),
                0,
                message,
                "Look at the other side first: its load, its latest release, its own dependencies.",
                slowest,
                id);
    }

    static String slowSuggestion(Dependency worst) {
        return switch (worst.kind()) {
            case DATABASE ->
                "Look at the server's load and at locks, and at the plan of the statement (EXPLAIN); then at what was"
                        + " released in between.";
            case CONNECT ->
                "Look at the server's limit of connections, at DNS and TLS, and keep connections in a pool.";
            case CACHE -> "Look at slow commands, large values and the server's memory.";
            default ->
                "Look at the other side: its load, its latest release, its own dependencies. A timeout below what your"
                        + " callers wait for, and a circuit breaker, keep the rest of this service alive.";
        };
    }

    static String stuckSuggestion(Operation operation) {
        if (operation.awaitsConnection()) {
            return "Look what holds the connections: calls that are not answered, responses that are not closed, or more calls at"
                    + " the same time than the pool has connections for; a limit on the wait (the connection request timeout) would"
                    + " bound it.";
        }
        return switch (operation.kind()) {
            case DATABASE ->
                "Look for a lock that the statement waits for, and whether the server still answers; a query and a socket"
                        + " timeout would bound the wait.";
            case CONNECT ->
                "Look whether the host can be reached and accepts connections; a connect timeout would bound the wait.";
            default ->
                "Look whether the other side still answers; a timeout would bound the wait, and a circuit breaker keep the"
                        + " threads free.";
        };
    }

    /** A table of all operations that are slow: now and usually, at 50, 95 and 99 %. */
    static @Nullable String figures(Incident incident) {
        StringBuilder text = new StringBuilder();
        for (Dependency member : incident.members()) {
            if (text.length() < 2_048 && member.slowness().isOpen()) {
                text.append(text.length() == 0 ? "" : "\n")
                        .append(member.summary())
                        .append(": p50 ")
                        .append(Figures.time(member.quantile(0.5)))
                        .append(", p95 ")
                        .append(Figures.time(member.quantile(0.95)))
                        .append(", p99 ")
                        .append(Figures.time(member.quantile(0.99)))
                        .append(" in ")
                        .append(Figures.count(member.minuteCalls()))
                        .append(" calls of the last minute; usually p50 ")
                        .append(Figures.time(member.baseline().p50Nanos()))
                        .append(", p95 ")
                        .append(Figures.time(member.baseline().p95Nanos()))
                        .append(" in ")
                        .append(Figures.count(Math.round(member.baseline().calls())))
                        .append(" calls");
            }
        }
        return text.length() == 0 ? null : text.toString();
    }
}
