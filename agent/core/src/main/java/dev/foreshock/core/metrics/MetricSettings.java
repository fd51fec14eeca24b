// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.core.config.InstrumentationSettings;
import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import java.util.List;

/** The settings that decide the form in which metrics are exported. */
public final class MetricSettings {
    public static final Setting<String> TEMPORALITY = Setting.choice(
            "metrics",
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
            "cumulative",
            "Whether counts are exported as totals since the start, or as what came since the last export.",
            "cumulative",
            "delta",
            "lowmemory");

    public static final Setting<String> HISTOGRAM_AGGREGATION = Setting.choice(
            "metrics",
            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
            "explicit_bucket_histogram",
            "The buckets of exported histograms: the bounds of the semantic conventions, or base2 exponential buckets.",
            "explicit_bucket_histogram",
            "base2_exponential_bucket_histogram");

    static final Setting<Boolean> JVM = Setting.flagOfProperty(
            "metrics",
            "otel.instrumentation.runtime-telemetry.enabled",
            true,
            "Whether the JVM's own metrics are exported: memory, garbage collection, threads, classes, CPU. Not set: as"
                    + " OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED says.");

    public static final List<Setting<?>> ALL = List.of(TEMPORALITY, HISTOGRAM_AGGREGATION, JVM);

    private MetricSettings() {}

    /** Whether the JVM's own metrics are exported: the one switch overrules that for everything. */
    static boolean isJvmOn(Settings settings) {
        return settings.get(settings.isSet(JVM) ? JVM : InstrumentationSettings.DEFAULT_ENABLED);
    }
}
