// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Queues that hand out the same messages again and again, since their consumers fail or give them back: the retry storm of
 * messages, by the same measure. 20 redeliveries in a minute and one for every five messages that came for the first time, in two of
 * three looks ten seconds apart and in three of the six times ten seconds.
 *
 * <p>Critical where every message comes again. A redelivery is what the broker or the container says is one. State: counts for each
 * of at most {@link #MAX_QUEUES} destinations of which a message has come again lately; a destination without costs its consumers
 * the look at an empty map.
 */
final class RedeliveryStorms implements Detector {
    static final int MAX_QUEUES = 256;
    private static final int MIN_TICKS = 3;
    private static final double RATIO_CRITICAL = 1;
    private static final double SHARE_TO_CLEAR = 0.5;
    private static final long TICK = 10 * Clock.SECOND;

    private final Watch watch;
    private final Outlet outlet;
    private final Time time;
    private final PerTarget.Limit<Double> trigger;
    private final PerTarget.Limit<Integer> least;
    private final int ticks;
    private final Map<String, Redeliveries> queues = new ConcurrentHashMap<>();

    RedeliveryStorms(Settings settings, Watch watch, Outlet outlet, Time time) {
        this.watch = watch;
        this.outlet = outlet;
        this.time = time;
        trigger = DependencySettings.RETRY_TRIGGER.read(settings);
        least = DependencySettings.RETRY_MIN.read(settings);
        ticks = (int) Math.max(1, Math.min(60, settings.get(DependencySettings.RETRY_WINDOW_SECONDS) / TICK));
    }

    @Override
    public String name() {
        return FindingType.REDELIVERY_STORM;
    }

    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        Operation root = unit.root();
        String queue = root.kind() == Kind.MESSAGE ? unit.route() : null;
        if (queue == null) {
            return;
        }
        long number = root.attribute("foreshock.message.delivery_count") instanceof Long count ? count : 1;
        if (number <= 1 && queues.isEmpty()) {
            return;
        }
        Redeliveries known = number > 1 ? known(queue) : queues.get(queue);
        if (known != null) {
            known.record(root, number);
        }
    }

    private @Nullable Redeliveries known(String queue) {
        Redeliveries known = queues.get(queue);
        if (known != null) {
            return known;
        }
        if (queues.size() >= MAX_QUEUES) {
            outlet.dropped("redelivery_queues_full", 1);
            return null;
        }
        return queues.computeIfAbsent(queue, unknown -> new Redeliveries(ticks, time.nanos()));
    }

    @Override
    public void tick(long nowNanos, Findings findings) {
        for (Iterator<Map.Entry<String, Redeliveries>> all = queues.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Redeliveries> one = all.next();
            Redeliveries redeliveries = one.getValue();
            redeliveries.tick(nowNanos);
            judge(one.getKey(), redeliveries, nowNanos, findings);
            if (redeliveries.isQuiet()) {
                all.remove();
            }
        }
    }

    private void judge(String queue, Redeliveries redeliveries, long nowNanos, Findings findings) {
        Operation exemplar = redeliveries.exemplar();
        Target target = exemplar == null ? null : exemplar.target();
        double ratio = trigger.at(target);
        boolean storm = redeliveries.again() >= least.at(target)
                && redeliveries.ratio() >= ratio
                && redeliveries.ticksAt(ratio) >= Math.min(MIN_TICKS, ticks);
        Episode episode = redeliveries.episode();
        boolean shown = episode.look(storm);
        if (storm && shown) {
            boolean fresh = episode.open(nowNanos);
            if (exemplar != null && (fresh || watch.isMinuteOver())) {
                findings.raise(finding(queue, redeliveries, exemplar, nowNanos));
            }
        } else if (episode.close(redeliveries.ratio() < SHARE_TO_CLEAR * ratio, nowNanos)) {
            findings.clear(id(queue));
        }
    }

    private static long id(String queue) {
        return Finding.id(FindingType.REDELIVERY_STORM, queue, null, null, null);
    }

    private static Finding finding(String queue, Redeliveries redeliveries, Operation exemplar, long nowNanos) {
        Target target = exemplar.target();
        String unit = exemplar.unit().name();
        return new Finding(
                FindingType.REDELIVERY_STORM,
                redeliveries.ratio() >= RATIO_CRITICAL ? Severity.CRITICAL : Severity.WARNING,
                Confidence.HIGH,
                unit,
                queue,
                null,
                target,
                null,
                redeliveries.again(),
                0,
                0,
                0,
                message(
                        unit,
                        target,
                        redeliveries,
                        nowNanos - redeliveries.episode().openedNanos()),
                "Let a message that has failed wait longer each time before it comes again, give up after a few deliveries, and"
                        + " have it put into a dead-letter queue where somebody looks at it.",
                exemplar,
                id(queue));
    }

    private static String message(String unit, @Nullable Target target, Redeliveries redeliveries, long sinceNanos) {
        StringBuilder text = new StringBuilder(240).append(unit);
        if (target != null) {
            text.append(" (").append(target.display()).append(')');
        }
        text.append(sinceNanos == 0 ? " gets" : " has been getting")
                .append(" the same messages again and again")
                .append(sinceNanos == 0 ? "" : " for " + Figures.time(sinceNanos))
                .append(": ")
                .append(Figures.count(redeliveries.again()))
                .append(" redeliveries and ")
                .append(Figures.count(redeliveries.first()))
                .append(redeliveries.first() == 1 ? " new message" : " new messages")
                .append(" in the last ")
                .append(redeliveries.length());
        if (redeliveries.highest() > 2) {
            text.append(", one of them delivered ")
                    .append(Figures.count(redeliveries.highest()))
                    .append(" times");
        }
        text.append("; the consumer failed in ")
                .append(Math.round(redeliveries.failedShare() * 100))
                .append(" % of the redeliveries");
        if (redeliveries.failedShare() > 0 && redeliveries.latestFailure() != null) {
            text.append(", the latest with ").append(redeliveries.latestFailure());
        }
        return text.toString();
    }
}
