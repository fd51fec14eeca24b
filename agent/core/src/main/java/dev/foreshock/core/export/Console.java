// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** The exporter {@code console}: one line a span, log record or metric, on standard output. */
final class Console {
    private final OutputStream out;

    Console(OutputStream out) {
        this.out = out;
    }

    /** The process's own standard output, whatever the application has put in its place. */
    static Console standard() {
        return new Console(new FileOutputStream(FileDescriptor.out));
    }

    CompletableResultCode spans(Collection<SpanData> spans) {
        StringBuilder text = new StringBuilder();
        for (SpanData span : spans) {
            text.append("[span] ").append(span.getName()).append(' ');
            text.append((span.getEndEpochNanos() - span.getStartEpochNanos()) / 1000)
                    .append(" µs trace=");
            text.append(span.getTraceId()).append(" span=").append(span.getSpanId());
            if (span.getParentSpanContext().isValid()) {
                text.append(" parent=").append(span.getParentSpanId());
            }
            text.append(' ')
                    .append(span.getStatus().getStatusCode())
                    .append(' ')
                    .append(span.getAttributes());
            text.append('\n');
        }
        return write(text);
    }

    CompletableResultCode records(Collection<LogRecordData> records) {
        StringBuilder text = new StringBuilder();
        for (LogRecordData record : records) {
            text.append("[log] ").append(record.getEventName()).append(' ').append(record.getSeverity());
            if (record.getSpanContext().isValid()) {
                text.append(" trace=").append(record.getSpanContext().getTraceId());
                text.append(" span=").append(record.getSpanContext().getSpanId());
            }
            text.append(' ').append(record.getAttributes()).append('\n');
        }
        return write(text);
    }

    CompletableResultCode metrics(Collection<MetricData> metrics) {
        StringBuilder text = new StringBuilder();
        for (MetricData metric : metrics) {
            text.append("[metric] ").append(metric.getName()).append(' ').append(metric.getUnit());
            text.append(' ').append(metric.getData().getPoints()).append('\n');
        }
        return write(text);
    }

    private CompletableResultCode write(StringBuilder text) {
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            return CompletableResultCode.ofSuccess();
        } catch (IOException e) {
            return CompletableResultCode.ofExceptionalFailure(e);
        }
    }
}
