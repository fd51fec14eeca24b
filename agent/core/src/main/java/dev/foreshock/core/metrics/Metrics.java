// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.CacheMeter;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.PoolMeter;
import dev.foreshock.api.Severity;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.export.DropCounter;
import dev.foreshock.core.export.ExportSettings;
import dev.foreshock.core.export.MetricSource;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of the agent. Everything but {@link #collect} is called on application threads, in any number, and neither
 * throws nor blocks. {@link #ended} and {@link #unitEnded} are hot, and do not allocate once a series is known.
 *
 * <p>Creating one loads next to nothing: the histograms come with the first operation, the SDK with the first collection.
 */
public final class Metrics implements MetricSource, DropCounter {
    private static final long JVM_START_NANOS = 30_000_000_000L;

    private final Settings settings;
    private final long createdNanos = System.nanoTime();
    private final long createdEpochNanos = System.currentTimeMillis() * 1_000_000;
    private final LabelledCounter drops = new LabelledCounter();
    private final LabelledCounter detectorDrops = new LabelledCounter();
    private final LabelledCounter tracesKept = new LabelledCounter();
    private final LabelledCounter warnings = new LabelledCounter();
    private final LabelledCounter criticals = new LabelledCounter();
    private final LabelledCounter advice = new LabelledCounter();
    private final LabelledCounter openWarnings = new LabelledCounter();
    private final LabelledCounter openCriticals = new LabelledCounter();
    private final LabelledCounter wastedNanos = new LabelledCounter();
    private final LabelledCounter retries = new LabelledCounter();
    private final LabelledCounter clamped = new LabelledCounter();
    private final LabelledCounter poolTimeouts = new LabelledCounter();
    private final LabelledCounter cacheHits = new LabelledCounter();
    private final LabelledCounter cacheMisses = new LabelledCounter();
    private final AtomicReference<@Nullable Recording> recording = new AtomicReference<>();
    private @Nullable Collector collector;
    private @Nullable JvmMetrics jvm;
    private volatile @Nullable Runnable declarations;
    private volatile boolean ending;

    /** Cheap: called in premain. The settings are read with the first collection. */
    public Metrics(Settings settings) {
        this.settings = settings;
    }

    /** An operation has ended, whether or not it is sampled. Units of work have {@link #unitEnded}. */
    public void ended(Operation operation) {
        Series series = recording().operations.find(operation);
        if (series != null) {
            series.recordNanos(operation.durationNanos());
        }
    }

    /** A unit of work has ended, whether or not it is kept. */
    public void unitEnded(LocalTrace unit) {
        recording().units.record(unit);
    }

    private Recording recording() {
        Recording known = recording.get();
        return known != null ? known : beginRecording();
    }

    private Recording beginRecording() {
        Recording fresh = new Recording(new Histograms(Histograms.BUDGET_BYTES, clamped));
        Recording raced = recording.compareAndExchange(null, fresh);
        return raced != null ? raced : fresh;
    }

    /** What is to be declared, as by {@link #declareFinding}, right before the first collection. */
    public void beforeFirstCollection(Runnable declare) {
        declarations = declare;
    }

    /** Detectors may raise findings of this type: they are exported as 0 from now on, so that the first one is a rise. */
    public void declareFinding(String type) {
        warnings.declare(type);
        criticals.declare(type);
        advice.declare(type);
        wastedNanos.declare(type);
    }

    /** A finding was announced for the first time, or advice was given where the severity is {@link Severity#INFO}. */
    public void found(String type, Severity severity) {
        LabelledCounter counter =
                severity == Severity.CRITICAL ? criticals : severity == Severity.WARNING ? warnings : advice;
        counter.add(type, 1);
    }

    /** The first unit of work of a process has ended, or the first request after idleness. */
    public void coldStart(String kind, long nanos) {
        recording()
                .histograms
                .series(new SeriesKey(HistogramMetric.COLD_START, kind))
                .recordNanos(nanos);
    }

    /** Where durations of the connection pool of this name are recorded. */
    public PoolMeter pool(String name) {
        poolTimeouts.declare(name);
        return new PoolSeries(recording().histograms, poolTimeouts, name);
    }

    /** Where the cache of this name is counted. */
    public CacheMeter cache(String name) {
        return new CacheSeries(recording().histograms, cacheHits, cacheMisses, name);
    }

    /** So many more findings of this type and severity are open now, or fewer. */
    public void open(String type, Severity severity, int change) {
        (severity == Severity.CRITICAL ? openCriticals : openWarnings).add(type, change);
    }

    /** An open finding has cost its units of work this much more. */
    public void wasted(String type, long nanos) {
        wastedNanos.add(type, nanos);
    }

    /** Calls to the dependency were repeated so often. */
    public void retried(String dependency, long count) {
        retries.add(dependency, count);
    }

    @Override
    public void dropped(String reason, long count) {
        drops.add(reason, count);
    }

    /** What has been dropped so far, by reason. */
    public Map<String, Long> dropped() {
        Map<String, Long> counts = new TreeMap<>();
        for (String reason : drops.labels()) {
            counts.put(reason, drops.count(reason));
        }
        return counts;
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
    public synchronized List<MetricData> collect(Resource resource, InstrumentationScopeInfo scope) {
        Collector current = collector;
        if (current == null) {
            Runnable declare = declarations;
            if (declare != null) {
                declare.run();
            }
            current = new Collector(settings, createdEpochNanos, counters());
            collector = current;
        }
        JvmMetrics ofJvm = jvmMetrics();
        Recording recorded = recording.get();
        return current.collect(resource, scope, recorded == null ? null : recorded.histograms, ofJvm);
    }

    @Override
    public synchronized boolean isHoldingBack() {
        Collector current = collector;
        return current != null && current.isHoldingBack();
    }

    /** The process ends: what has not been read so far is not worth its first reading any more. */
    public void ending() {
        ending = true;
    }

    /** {@code null} while the application is likely to be starting still. */
    private @Nullable JvmMetrics jvmMetrics() {
        long patience = Math.min(JVM_START_NANOS, settings.get(ExportSettings.METRIC_INTERVAL));
        if (jvm == null
                && !ending
                && System.nanoTime() - createdNanos >= patience
                && MetricSettings.isJvmOn(settings)) {
            jvm = new JvmMetrics(recording().histograms, "delta".equals(settings.get(MetricSettings.TEMPORALITY)));
        }
        return jvm;
    }

    /** An estimate of the bytes that all histograms hold; never more than 4 MB. */
    public long histogramBytes() {
        Recording recorded = recording.get();
        return recorded == null ? 0 : recorded.histograms.usedBytes();
    }

    private List<CounterMetric> counters() {
        return List.of(
                new CounterMetric(
                                "foreshock.findings",
                                "{finding}",
                                "Findings announced, by type and severity.",
                                "foreshock.finding.type")
                        .of(warnings, "foreshock.finding.severity", "warning")
                        .of(criticals, "foreshock.finding.severity", "critical"),
                new CounterMetric(
                                "foreshock.findings.open",
                                "{finding}",
                                "Findings that are open now, by type and severity.",
                                "foreshock.finding.type")
                        .of(openWarnings, "foreshock.finding.severity", "warning")
                        .of(openCriticals, "foreshock.finding.severity", "critical")
                        .asGauge(),
                new CounterMetric(
                                "foreshock.findings.wasted_time",
                                "s",
                                "What open findings have cost units of work, by type.",
                                "foreshock.finding.type")
                        .of(wastedNanos)
                        .inSeconds(),
                new CounterMetric(
                                "foreshock.retries",
                                "{attempt}",
                                "Calls that repeat a failed one, by dependency.",
                                "foreshock.dependency.name")
                        .of(retries),
                new CounterMetric(
                                "foreshock.advice",
                                "{finding}",
                                "Findings that are advice, by type: never announced.",
                                "foreshock.finding.type")
                        .of(advice),
                Collector.byReason("foreshock.dropped", "{record}", "Records the agent has lost, by reason.", drops),
                Collector.byReason(
                        "foreshock.detector.dropped",
                        "{record}",
                        "What detectors have given up because their memory is bounded, by reason.",
                        detectorDrops),
                Collector.byReason(
                        "foreshock.traces.kept",
                        "{trace}",
                        "Traces exported, by the reason they were kept.",
                        tracesKept),
                new CounterMetric(
                                "db.client.connection.timeouts",
                                "{timeout}",
                                "Attempts to obtain a connection from the pool that timed out.",
                                PoolMetrics.NAME)
                        .of(poolTimeouts),
                new CounterMetric(
                                "foreshock.cache.requests",
                                "{request}",
                                "Look-ups in caches, by whether the value was there.",
                                "foreshock.cache.name")
                        .of(cacheHits, "foreshock.cache.result", "hit")
                        .of(cacheMisses, "foreshock.cache.result", "miss"),
                new CounterMetric(
                                "foreshock.histogram.clamped",
                                "{value}",
                                "Values above the largest that a histogram tells apart (60 s), by metric.",
                                "foreshock.metric")
                        .of(clamped));
    }

    /** What exists once something has been recorded. */
    private static final class Recording {
        final Histograms histograms;
        final OperationSeries operations;
        final UnitSeries units;

        Recording(Histograms histograms) {
            this.histograms = histograms;
            this.operations = new OperationSeries(histograms);
            this.units = new UnitSeries(histograms);
        }
    }
}
