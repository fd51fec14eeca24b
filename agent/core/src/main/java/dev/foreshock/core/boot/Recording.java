// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.api.Recorder;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.config.WatchedFile;
import dev.foreshock.core.detect.Detection;
import dev.foreshock.core.export.ExportSettings;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.log.Log;
import dev.foreshock.core.metrics.Metrics;
import dev.foreshock.core.trace.TraceRecorder;
import dev.foreshock.core.weave.Diagnosis;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Everything that happens to an operation, wired together: recorder, metrics, detection, exporter.
 *
 * <p>Making one starts no thread but the exporter's and loads no library: each part waits for the first unit of work.
 */
final class Recording implements Runnable {
    private static final Logger LOG = Log.of("agent");

    private final Settings settings;
    private final Metrics metrics;
    private final Exporter exporter;
    private final Detection detection;
    private final TraceRecorder recorder;

    private Recording(Settings settings, Diagnosis diagnosis) {
        this.settings = settings;
        metrics = new Metrics(settings);
        exporter = new Exporter(settings, metrics, metrics);
        detection = new Detection(settings, exporter, metrics, new WarningLine(), diagnosis);
        recorder = new TraceRecorder(settings, metrics, detection, exporter);
    }

    /** Wires the parts, and lets instrumentations record from here on. */
    static Recording start(Settings settings, Diagnosis diagnosis) {
        Recording recording = new Recording(settings, diagnosis);
        Recorder.install(recording.recorder);
        recording.exporter.start();
        String file = settings.get(BootSettings.CONFIG_FILE);
        if (!file.isEmpty()) {
            recording.everySecond(new WatchedFile(file, settings, AllSettings.list(), LOG::info, LOG::warn));
        }
        return recording;
    }

    /** Has a task run about once a second, once the application does anything worth recording. */
    void everySecond(Runnable task) {
        detection.everySecond(task);
    }

    /** A tracer of the application's own has been loaded. */
    @Override
    public void run() {
        if (recorder.yieldToForeignTracer()) {
            LOG.info(
                    "The application has a tracer of its own: it sets the context headers and the ids in its logs, Foreshock"
                            + " only reads the headers. FORESHOCK_PROPAGATION=on makes Foreshock write both too.");
        }
    }

    /** The process ends: what is under way is closed, and what waits is sent, within {@code FORESHOCK_SHUTDOWN_TIMEOUT}. */
    void stop() {
        metrics.ending();
        recorder.closeAll();
        detection.flush();
        exporter.shutdown(settings.get(ExportSettings.SHUTDOWN_TIMEOUT));
    }

    /** What was lost on the way, by reason. */
    Map<String, Long> dropped() {
        return metrics.dropped();
    }

    private static final class WarningLine implements Consumer<String> {
        @Override
        public void accept(String line) {
            LOG.warn(line);
        }
    }
}
