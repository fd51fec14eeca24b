// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;

/** What is said of a dependency that fails: how much of it, how it answers, and what this process does about that. */
final class FailureMessages {
    private FailureMessages() {}

    static String failing(Target target, FailureWindow window, long sinceNanos) {
        StringBuilder text = new StringBuilder(240)
                .append(target.display())
                .append(sinceNanos == 0 ? " fails: " : " has been failing for " + Figures.time(sinceNanos) + ": ")
                .append(Figures.count(window.failed()))
                .append(" of ")
                .append(Figures.count(window.calls()))
                .append(" calls in the last minute (")
                .append(percent(window.ratio()));
        if (window.isKnown()) {
            text.append(", usually ").append(percent(window.usual()));
        }
        text.append(')');
        if (window.throttled() > 0) {
            text.append(", ").append(Figures.count(window.throttled())).append(" with \"too many requests\"");
        }
        if (window.timedOut() > 0) {
            text.append(", ").append(Figures.count(window.timedOut())).append(" without an answer in time");
        }
        if (window.latest() != null) {
            text.append(", the latest with ").append(window.latest());
        }
        if (window.early() > 0) {
            text.append("; ")
                    .append(Figures.count(window.early()))
                    .append(window.early() == 1 ? " retry came" : " retries came")
                    .append(" before Retry-After was over");
        }
        return text.append(
                        window.rejected() == 0
                                ? "; no circuit breaker has refused a call"
                                : "; a circuit breaker or a full pool has refused " + Figures.count(window.rejected())
                                        + " more")
                .toString();
    }

    private static String percent(double share) {
        return share > 0 && share < 0.01 ? "less than 1 %" : Math.round(share * 100) + " %";
    }

    static String suggestion(FailureWindow window) {
        if (window.throttled() * 2 > window.failed()) {
            return "Send less: honour Retry-After, spread the calls, cache or batch what can be; or ask for a higher limit.";
        }
        if (window.timedOut() * 2 > window.failed()) {
            return "Look whether the other side still answers, and how long; a circuit breaker would spare it and your threads"
                    + " the calls that cannot succeed.";
        }
        return "Look at the other side: its log, its latest release, credentials that have expired; a circuit breaker would"
                + " spare it and your callers the calls that cannot succeed.";
    }

    /** What the trace of a unit says in which a call failed while its dependency was suspected. */
    static Finding suspicion(Operation failed, Target target, long id) {
        return new Finding(
                FindingType.FAILING_DEPENDENCY,
                Severity.WARNING,
                Confidence.MEDIUM,
                failed.unit().name(),
                DependencyMessages.name(failed),
                null,
                target,
                null,
                1,
                0,
                failed.durationNanos(),
                0,
                DependencyMessages.name(failed) + " failed with " + failed.errorType()
                        + " while more calls to this dependency failed than usual",
                "Look at the other side: its log, its latest release, credentials that have expired.",
                failed,
                id);
    }
}
