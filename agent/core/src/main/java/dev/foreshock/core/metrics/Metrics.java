// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.export.DropCounter;
import dev.foreshock.core.export.MetricSource;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * All metrics of the agent. Everything but {@link #collect} is called on application threads, in any number, and neither
 * throws nor blocks.
 *
 * <p>Creating one loads next to nothing: HdrHistogram comes with the first operation, the SDK with the first collection.
 */
@SuppressWarnings("UnusedVariable") // read by the collection, which comes with the next commit
public final class Metrics implements MetricSource, DropCounter {
    private final Settings settings;
    private final LabelledCounter drops = new LabelledCounter();
    private final LabelledCounter detectorDrops = new LabelledCounter();
    private final LabelledCounter tracesKept = new LabelledCounter();
    private final LabelledCounter warnings = new LabelledCounter();
    private final LabelledCounter criticals = new LabelledCounter();
    private final LabelledCounter advice = new LabelledCounter();
    private volatile @org.jspecify.annotations.Nullable IntSupplier openFindings;

    public Metrics(Settings settings) {
        this.settings = settings;
    }

    /** An operation has ended, whether or not it is sampled. */
    public void ended(Operation operation) {}

    /** A unit of work has ended, whether or not it is kept. */
    public void unitEnded(LocalTrace unit) {}

    /** Detectors may raise findings of this type: they are exported as 0 from now on, so that the first one is a rise. */
    public void declareFinding(String type) {
        warnings.declare(type);
        criticals.declare(type);
        advice.declare(type);
    }

    /** A finding was announced for the first time, or advice was given where the severity is {@link Severity#INFO}. */
    public void found(String type, Severity severity) {
        LabelledCounter counter =
                severity == Severity.CRITICAL ? criticals : severity == Severity.WARNING ? warnings : advice;
        counter.add(type, 1);
    }

    /** Where to ask how many findings are open. */
    public void openFindings(IntSupplier gauge) {
        openFindings = gauge;
    }

    @Override
    public void dropped(String reason, long count) {
        drops.add(reason, count);
    }

    /** A detector has given up something because its memory is bounded. */
    public void detectorDropped(String reason, long count) {
        detectorDrops.add(reason, count);
    }

    /** A trace is exported, for a reason such as {@code sampled} or {@code error}. */
    public void traceKept(String reason) {
        tracesKept.add(reason, 1);
    }

    @Override
    public List<MetricData> collect(Resource resource, InstrumentationScopeInfo scope) {
        return List.of();
    }
}
