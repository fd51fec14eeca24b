// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks;

import dev.foreshock.api.Recorder;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.Detection;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.metrics.Metrics;
import dev.foreshock.core.trace.TraceRecorder;

/** The parts of the agent that an operation passes through, put together as at start-up, with nothing exported. */
public final class Core {
    final Metrics metrics;
    final Detection detection;
    final TraceRecorder recorder;

    /** @param sampler {@code OTEL_TRACES_SAMPLER} */
    public Core(String sampler) {
        Settings settings = Settings.of(
                name -> switch (name) {
                    case "OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER" -> "none";
                    case "OTEL_TRACES_SAMPLER" -> sampler;
                    default -> null;
                },
                name -> null,
                complaint -> {
                    throw new IllegalArgumentException(complaint);
                });
        metrics = new Metrics(settings);
        Exporter exporter = new Exporter(settings, metrics, metrics);
        exporter.start();
        detection = new Detection(settings, exporter, metrics, line -> {});
        recorder = new TraceRecorder(settings, metrics, detection, exporter);
        Recorder.install(recorder);
    }
}
