// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Confidence;
import dev.foreshock.api.Detector;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.Threshold.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Too many statements in one unit of work, whatever they are: the blunt rule that catches what every other one misses.
 *
 * <p>Silent where findings raised before it in the same unit explain at least half of the statements, and for work outside
 * any request, whose bounds mean nothing. Stateless.
 */
final class QueryBudget implements Detector {
    private static final int MAX_NAMED = 5;

    private final Limit<Integer> budget;
    private final Limit<Integer> advice;
    private final Limit<Integer> jobBudget;
    private final RecentAdvice recently = new RecentAdvice();

    QueryBudget(Settings settings) {
        budget = DetectionSettings.BUDGET.read(settings);
        advice = DetectionSettings.BUDGET_ADVICE.read(settings);
        jobBudget = DetectionSettings.BUDGET_JOB.read(settings);
    }

    @Override
    public String name() {
        return FindingType.QUERY_BUDGET;
    }

    @Override
    public void unitEnded(LocalTrace unit, Findings findings) {
        int allowed = unit.root().kind() == Kind.REQUEST ? budget.in(unit) : jobBudget.in(unit);
        if (allowed == 0 || unit.root().kind() == Kind.BACKGROUND) {
            return;
        }
        int advisable = unit.root().kind() == Kind.REQUEST ? advice.in(unit) : 0;
        if (unit.statements() <= allowed && (advisable == 0 || unit.statements() < advisable)) {
            return;
        }
        int statements = unit.statements() - uncounted(unit);
        boolean over = statements > allowed;
        if ((over || (advisable > 0 && statements >= advisable)) && explained(unit) * 2 < statements) {
            raise(unit, statements, over ? Severity.WARNING : Severity.INFO, findings);
        }
    }

    /** Probes, and what a job does once for each chunk of its items. */
    private static int uncounted(LocalTrace unit) {
        int uncounted = 0;
        for (int i = 0; i < unit.groupCount(); i++) {
            Group group = unit.groupAt(i);
            if (group.kind() == Kind.DATABASE
                    && (group.shape().is(Shape.PROBE | Shape.TRANSACTION) || Chunks.explain(unit, group))) {
                uncounted += group.count();
            }
        }
        return uncounted;
    }

    private static long explained(LocalTrace unit) {
        long explained = 0;
        for (Finding finding : unit.findings()) {
            Shape shape = finding.shape();
            if (shape != null && !FindingType.countsExecutions(finding.type())) {
                explained += finding.count();
            }
        }
        return explained;
    }

    private void raise(LocalTrace unit, int statements, Severity severity, Findings findings) {
        String unitName = unit.name();
        long id = Finding.id(FindingType.QUERY_BUDGET, unitName, null, null, null);
        if (severity == Severity.INFO && !recently.isDue(id, unit.root().endNanos())) {
            return;
        }
        Map<String, Integer> counts = new HashMap<>();
        int shapes = 0;
        long totalNanos = 0;
        for (int i = 0; i < unit.groupCount(); i++) {
            Group group = unit.groupAt(i);
            if (group.kind() == Kind.DATABASE && !group.shape().is(Shape.PROBE | Shape.TRANSACTION)) {
                counts.merge(group.shape().summary(), group.count(), Integer::sum);
                totalNanos += group.sumNanos();
                shapes++;
            }
        }
        long unitNanos = Math.max(1, unit.root().durationNanos());
        findings.raise(new Finding(
                FindingType.QUERY_BUDGET,
                severity,
                Confidence.HIGH,
                unitName,
                unitName,
                null,
                null,
                null,
                statements,
                0,
                totalNanos,
                Math.min(1, (double) totalNanos / unitNanos),
                Messages.budget(unit, statements, shapes, most(counts), totalNanos, unitNanos),
                Suggestions.budget(),
                unit.root(),
                id));
    }

    private static Map<String, Integer> most(Map<String, Integer> counts) {
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        Map<String, Integer> most = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> one : sorted.subList(0, Math.min(MAX_NAMED, sorted.size()))) {
            most.put(one.getKey(), one.getValue());
        }
        return most;
    }
}
