// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What findings about retries say, and what to do about them. */
final class RetryMessages {
    private static final int MAX_UNITS = 3;

    private RetryMessages() {}

    /**
     * @param sinceNanos since when it has been known, 0 where it is said for the first time
     */
    static String storm(Target target, RetryWindow window, boolean metastable, long sinceNanos) {
        StringBuilder text = new StringBuilder(320).append(target.display());
        text.append(
                sinceNanos == 0
                        ? " is in a retry storm: "
                        : " has been in a retry storm for " + Figures.time(sinceNanos) + ": ");
        figures(text, window);
        text.append("; ").append(percent(1 - window.success())).append(" of all attempts failed");
        if (window.latestFailure() != null) {
            text.append(", the latest with ").append(window.latestFailure());
        }
        if (metastable) {
            text.append("; no more is asked of it than usual, so that it is the retries that keep it down");
        }
        long stacked = window.sum(RetryCounts.STACKED);
        if (stacked > 0) {
            text.append("; ")
                    .append(Figures.count(stacked))
                    .append(" of the retries serve requests that are retries themselves, so that attempts multiply");
        }
        manners(text, window);
        who(text, window);
        return text.toString();
    }

    private static void figures(StringBuilder text, RetryWindow window) {
        text.append(Figures.count(window.retries()))
                .append(" retries for ")
                .append(Figures.count(window.first()))
                .append(window.first() == 1 ? " call" : " calls")
                .append(" in the last ")
                .append(window.length())
                .append(" (")
                .append(ratio(window.ratio()))
                .append(" for each");
        if (window.isKnown()) {
            text.append(", usually ").append(window.usualRatio() < 0.005 ? "none" : ratio(window.usualRatio()));
        }
        text.append(')');
    }

    private static void manners(StringBuilder text, RetryWindow window) {
        if (window.delays().isWithoutBackOff()) {
            text.append("; without back-off, ")
                    .append(Figures.time(window.delays().medianNanos()))
                    .append(" after the failure");
        } else if (window.delays().isWithoutJitter()) {
            text.append("; without jitter, always ")
                    .append(Figures.time(window.delays().medianNanos()))
                    .append(" after the failure");
        }
        long early = window.sum(RetryCounts.EARLY);
        if (early > 0) {
            text.append("; ")
                    .append(Figures.count(early))
                    .append(" of them earlier than its Retry-After had asked for");
        }
        long risky = window.sum(RetryCounts.RISKY);
        if (risky > 0) {
            text.append("; ")
                    .append(Figures.count(risky))
                    .append(" of them repeat a POST or PATCH that may have been carried out");
        }
    }

    private static void who(StringBuilder text, RetryWindow window) {
        if (window.by() != null) {
            text.append("; made by ").append(window.by());
        }
        Iterator<String> units = window.units().iterator();
        for (int i = 0; i < MAX_UNITS && units.hasNext(); i++) {
            text.append(i > 0 ? ", " : window.by() == null ? "; made in " : " in ")
                    .append(units.next());
        }
        if (units.hasNext()) {
            text.append(" and ").append(window.units().size() - MAX_UNITS).append(" more");
        }
    }

    static String advice(Target target, RetryWindow window) {
        StringBuilder text = new StringBuilder(200).append("Many calls to ").append(target.display());
        text.append(" are repeated: ");
        figures(text, window);
        manners(text, window);
        who(text, window);
        return text.toString();
    }

    static String noBackOff(Target target, RetryWindow window) {
        return said(
                target,
                window,
                "Failed calls to ",
                " are repeated after " + Figures.time(window.delays().medianNanos()) + ", without back-off");
    }

    static String noJitter(Target target, RetryWindow window) {
        return said(
                target,
                window,
                "Failed calls to ",
                " are all repeated after the same "
                        + Figures.time(window.delays().medianNanos()) + ", without jitter");
    }

    static String risky(Target target, RetryWindow window) {
        return said(
                target,
                window,
                "",
                " was sent " + Figures.count(window.sum(RetryCounts.RISKY)) + " times in the last " + window.length()
                        + " a POST or PATCH that it may have carried out already");
    }

    static String early(Target target, RetryWindow window) {
        return said(
                target,
                window,
                "",
                " was called again " + Figures.count(window.sum(RetryCounts.EARLY)) + " times in the last "
                        + window.length() + " before its Retry-After was over");
    }

    static String pointless(Target target, RetryWindow window) {
        return said(
                target,
                window,
                "",
                " was sent again " + Figures.count(window.sum(RetryCounts.POINTLESS)) + " times in the last "
                        + window.length() + " a request that it had refused as wrong (4xx)");
    }

    private static String said(Target target, RetryWindow window, String before, String after) {
        StringBuilder text =
                new StringBuilder(160).append(before).append(target.display()).append(after);
        who(text, window);
        return text.toString();
    }

    static String suggestion(RetryWindow window, String type, boolean stacked) {
        return switch (type) {
            case FindingType.RETRY_WITHOUT_BACKOFF ->
                "Wait longer before each attempt (exponential back-off with jitter).";
            case FindingType.RETRY_WITHOUT_JITTER ->
                "Let each wait differ by chance (jitter): what has failed together comes back together.";
            case FindingType.RETRY_OF_POST ->
                "Send an Idempotency-Key that the other side knows, or do not repeat what changes something.";
            case FindingType.RETRY_TOO_EARLY -> "Wait for as long as Retry-After says.";
            case FindingType.RETRY_OF_REJECTED -> "Repeat only what can succeed: 429, 503, timeouts; not other 4xx.";
            default -> stormSuggestion(window, stacked);
        };
    }

    private static String stormSuggestion(RetryWindow window, boolean stacked) {
        StringBuilder text = new StringBuilder(300);
        if (stacked) {
            text.append(
                    "Retry in one service only, the one next to the failure, and let the others pass its error on. ");
        }
        text.append(
                "Bound the retries: a budget of one in ten calls, two or three attempts, and a circuit breaker that ends them"
                        + " while the other side is down.");
        if (window.delays().isWithoutBackOff()) {
            text.append(" Wait longer before each attempt, with jitter.");
        } else if (window.delays().isWithoutJitter()) {
            text.append(" Add jitter to the wait.");
        }
        if (window.sum(RetryCounts.EARLY) > 0) {
            text.append(" Honour Retry-After.");
        }
        if (window.sum(RetryCounts.RISKY) > 0) {
            text.append(" Give each POST an Idempotency-Key, or do not repeat it.");
        }
        return text.toString();
    }

    /** What the trace of a unit says that retried while a storm was suspected. */
    static Finding suspicion(Operation retry, @Nullable Target target, long id) {
        String message = DependencyMessages.name(retry) + " was repeated while many calls to it were";
        return new Finding(
                FindingType.RETRY_STORM,
                Severity.WARNING,
                Confidence.MEDIUM,
                retry.unit().name(),
                DependencyMessages.name(retry),
                null,
                target,
                null,
                1,
                0,
                retry.durationNanos(),
                0,
                message,
                "Look whether the other side is well, and how many attempts each service in between makes.",
                retry,
                id);
    }

    private static String percent(double share) {
        return share > 0 && share < 0.01 ? "less than 1 %" : Math.round(share * 100) + " %";
    }

    /** {@code 1.8}, {@code 0.04}. */
    private static String ratio(double ratio) {
        long hundredths = Math.round(ratio * 100);
        if (hundredths >= 100) {
            long tenths = Math.round(ratio * 10);
            return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
        }
        return hundredths % 10 == 0 ? "0." + hundredths / 10 : "0." + (hundredths < 10 ? "0" : "") + hundredths;
    }
}
