// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What users may set about identity and export. */
public final class ExportSettings {
    public static final Setting<String> SERVICE_NAME = Setting.text(
            "identity",
            "OTEL_SERVICE_NAME",
            "",
            "The service's name. Not set: service.name of OTEL_RESOURCE_ATTRIBUTES, the Spring Boot name, the jar's name.");

    public static final Setting<Map<String, String>> RESOURCE_ATTRIBUTES =
            Setting.pairs("identity", "OTEL_RESOURCE_ATTRIBUTES", "Attributes of the process, sent with everything.");

    public static final Setting<String> TRACES_EXPORTER = exporter("OTEL_TRACES_EXPORTER", "Where spans go.");
    public static final Setting<String> METRICS_EXPORTER = exporter("OTEL_METRICS_EXPORTER", "Where metrics go.");
    public static final Setting<String> LOGS_EXPORTER =
            exporter("OTEL_LOGS_EXPORTER", "Where findings and exceptions go.");

    static final OtlpSettings OTLP = OtlpSettings.forAll();
    static final OtlpSettings OTLP_TRACES = OtlpSettings.forSignal("TRACES", "spans are exported");
    static final OtlpSettings OTLP_METRICS = OtlpSettings.forSignal("METRICS", "metrics are exported");
    static final OtlpSettings OTLP_LOGS = OtlpSettings.forSignal("LOGS", "findings and exceptions are exported");

    public static final Setting<Long> METRIC_INTERVAL = Setting.duration(
            "export", "OTEL_METRIC_EXPORT_INTERVAL", 60_000_000_000L, "How often metrics are exported.");

    public static final Setting<Long> SCHEDULE_DELAY = Setting.duration(
            "export",
            "OTEL_BSP_SCHEDULE_DELAY",
            5_000_000_000L,
            "How long spans wait for others before they are exported.");

    public static final Setting<Integer> MAX_QUEUE_SIZE = Setting.number(
            "export",
            "OTEL_BSP_MAX_QUEUE_SIZE",
            2048,
            16,
            1 << 20,
            "How many traces wait for export at most; a quarter is reserved for those with a finding or an error.");

    public static final Setting<Integer> MAX_BATCH_SIZE = Setting.number(
            "export", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1, 1 << 16, "How many spans one request carries at most.");

    public static final Setting<Long> EXPORT_TIMEOUT = Setting.duration(
            "export",
            "OTEL_BSP_EXPORT_TIMEOUT",
            30_000_000_000L,
            "How long a batch that the backend does not take is tried again before it is dropped.");

    public static final Setting<Long> SHUTDOWN_TIMEOUT = Setting.duration(
            "export",
            "FORESHOCK_SHUTDOWN_TIMEOUT",
            2_000_000_000L,
            "How long the end of the process waits for what is still to be exported.");

    public static final Setting<Integer> COMPOSITE_MIN_COUNT = Setting.number(
            "export",
            "FORESHOCK_COMPOSITE_MIN_COUNT",
            10,
            "From how many repeated calls of one shape on they are exported as a few spans and one composite span; 0 exports"
                    + " every call.");

    public static final Setting<String> EXCEPTION_MESSAGES = Setting.choice(
            "export",
            "FORESHOCK_EXCEPTION_MESSAGES",
            "none",
            "What becomes of exception messages, which may hold anything: none leaves type and stack; redacted removes what"
                    + " looks like a value and leaves out those of databases.",
            "redacted",
            "none",
            "full");

    /** Every setting of this package, in the order in which they are documented. */
    public static final List<Setting<?>> ALL = all();

    private ExportSettings() {}

    private static Setting<String> exporter(String name, String meaning) {
        return Setting.choice("export", name, "otlp", meaning, "otlp", "console", "none");
    }

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(
                List.of(SERVICE_NAME, RESOURCE_ATTRIBUTES, TRACES_EXPORTER, METRICS_EXPORTER, LOGS_EXPORTER));
        all.addAll(OTLP.all());
        all.addAll(OTLP_TRACES.all());
        all.addAll(OTLP_METRICS.all());
        all.addAll(OTLP_LOGS.all());
        all.addAll(List.of(METRIC_INTERVAL, SCHEDULE_DELAY, MAX_QUEUE_SIZE, MAX_BATCH_SIZE, EXPORT_TIMEOUT));
        all.addAll(List.of(SHUTDOWN_TIMEOUT, COMPOSITE_MIN_COUNT, EXCEPTION_MESSAGES));
        return List.copyOf(all);
    }
}
