// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent and its settings, or none. */
enum Variant {
    NONE("none", "no agent", null),
    EMPTY("empty", "empty agent", "benchmarks/applications/target/service-empty-agent.jar"),
    FORESHOCK("foreshock", "Foreshock", "agent/dist/target/foreshock-agent.jar"),
    OTEL("otel", "OTel agent", "benchmarks/overhead/target/agents/opentelemetry-javaagent.jar"),
    OTEL_SAME(
            "otel-same", "OTel agent, same libraries", "benchmarks/overhead/target/agents/opentelemetry-javaagent.jar");

    /**
     * What the OpenTelemetry agent calls that which Foreshock weaves in the measured applications: Tomcat and Spring MVC's
     * routes, JDBC, the pool's metrics, context on threads, ids in Logback's events, the JVM's metrics.
     */
    static final String[] SAME_LIBRARIES = {
        "tomcat", "servlet", "spring-webmvc", "jdbc", "hikaricp", "executors", "logback-mdc", "runtime-telemetry"
    };

    /** What the command line calls it. */
    final String id;

    final String title;
    private final @Nullable String jar;

    Variant(String id, String title, @Nullable String jar) {
        this.id = id;
        this.title = title;
        this.jar = jar;
    }

    @Nullable
    Path jar(Path repository) {
        return jar == null ? null : repository.resolve(jar);
    }

    /** Whether it sees requests and exports. */
    boolean observes() {
        return this != NONE && this != EMPTY;
    }

    /** The settings that all agents get alike. What stands here by its default stands here so that both have the same. */
    static Map<String, String> exportSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("OTEL_SERVICE_NAME", "service");
        settings.put("OTEL_TRACES_SAMPLER", "parentbased_always_on");
        settings.put("OTEL_TRACES_EXPORTER", "otlp");
        settings.put("OTEL_METRICS_EXPORTER", "otlp");
        settings.put("OTEL_LOGS_EXPORTER", "otlp");
        settings.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        settings.put("OTEL_EXPORTER_OTLP_COMPRESSION", "none");
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "1000");
        settings.put("OTEL_BLRP_SCHEDULE_DELAY", "1000");
        settings.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "512");
        // Large enough that none is lost while both processors are busy.
        settings.put("OTEL_BSP_MAX_QUEUE_SIZE", "32768");
        settings.put("OTEL_METRIC_EXPORT_INTERVAL", "5000");
        return settings;
    }

    /** What this one gets beside them. */
    Map<String, String> ownSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (this == OTEL_SAME) {
            settings.put("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false");
            for (String library : SAME_LIBRARIES) {
                settings.put(
                        "OTEL_INSTRUMENTATION_" + library.replace('-', '_').toUpperCase(Locale.ROOT) + "_ENABLED",
                        "true");
            }
        }
        return settings;
    }
}
