// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the outbox of each signal as the settings say: {@code otlp}, {@code console} or {@code none}. */
final class Outboxes {
    private final Settings settings;
    private final DropCounter drops;
    private final Consumer<String> report;
    private final OtlpExporters exporters;
    private final Map<String, Health> backends = new HashMap<>();

    Outboxes(Settings settings, DropCounter drops, Consumer<String> report, LongUnaryOperator deadline) {
        this.settings = settings;
        this.drops = drops;
        this.report = report;
        this.exporters = new OtlpExporters(deadline);
    }

    @Nullable
    Outbox<SpanData> spans() {
        return outbox(
                ExportSettings.TRACES_EXPORTER,
                Signal.TRACES,
                ExportSettings.OTLP_TRACES,
                console -> console::spans,
                (endpoint, tls, accepted) -> exporters.spans(endpoint, tls, accepted)::export);
    }

    @Nullable
    Outbox<LogRecordData> records() {
        return outbox(
                ExportSettings.LOGS_EXPORTER,
                Signal.LOGS,
                ExportSettings.OTLP_LOGS,
                console -> console::records,
                (endpoint, tls, accepted) -> exporters.logs(endpoint, tls, accepted)::export);
    }

    @Nullable
    Outbox<MetricData> metrics() {
        return outbox(
                ExportSettings.METRICS_EXPORTER,
                Signal.METRICS,
                ExportSettings.OTLP_METRICS,
                console -> console::metrics,
                (endpoint, tls, accepted) -> exporters.metrics(endpoint, tls, accepted)::export);
    }

    private interface Otlp<T> {
        Function<Collection<T>, CompletableResultCode> make(
                Endpoint endpoint, @Nullable Tls tls, Consumer<byte[]> accepted);
    }

    private <T> @Nullable Outbox<T> outbox(
            Setting<String> exporter,
            Signal signal,
            OtlpSettings own,
            Function<Console, Function<Collection<T>, CompletableResultCode>> console,
            Otlp<T> otlp) {
        String chosen = settings.get(exporter);
        if ("none".equals(chosen)) {
            return null;
        }
        if ("console".equals(chosen)) {
            return outbox(signal, "the console", 1_000_000_000L, console.apply(Console.standard()), new Health(report));
        }
        Endpoint endpoint = Endpoint.of(settings, signal, own, report);
        Health health = backends.computeIfAbsent(endpoint.authority(), authority -> new Health(report));
        PartialSuccess accepted = new PartialSuccess(signal, endpoint.display(), health, drops);
        return outbox(
                signal, endpoint.display(), endpoint.timeoutNanos(), new Lazy<>(endpoint, otlp, accepted), health);
    }

    private <T> Outbox<T> outbox(
            Signal signal,
            String where,
            long timeoutNanos,
            Function<Collection<T>, CompletableResultCode> exporter,
            Health health) {
        long giveUpNanos = settings.get(ExportSettings.EXPORT_TIMEOUT);
        return new Outbox<>(signal, where, timeoutNanos, giveUpNanos, exporter, health, drops);
    }

    /**
     * Built with the first batch, so that a signal that is not used costs nothing. What cannot be built refuses every batch,
     * and says why: it must not send over a connection that was not asked for.
     */
    private static final class Lazy<T> implements Function<Collection<T>, CompletableResultCode> {
        private final Endpoint endpoint;
        private final Otlp<T> otlp;
        private final PartialSuccess accepted;
        private @Nullable Function<Collection<T>, CompletableResultCode> built;

        Lazy(Endpoint endpoint, Otlp<T> otlp, PartialSuccess accepted) {
            this.endpoint = endpoint;
            this.otlp = otlp;
            this.accepted = accepted;
        }

        @Override
        public CompletableResultCode apply(Collection<T> batch) {
            Function<Collection<T>, CompletableResultCode> ready = built;
            if (ready == null) {
                ready = build();
                built = ready;
            }
            return ready.apply(batch);
        }

        private Function<Collection<T>, CompletableResultCode> build() {
            try {
                return otlp.make(endpoint, endpoint.isSecure() ? Tls.of(endpoint.tls()) : null, accepted);
            } catch (IOException | RuntimeException e) {
                IllegalStateException refusal = new IllegalStateException(e.getMessage(), e);
                return batch -> CompletableResultCode.ofExceptionalFailure(refusal);
            }
        }
    }
}
