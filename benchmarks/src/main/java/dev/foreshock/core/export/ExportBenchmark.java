// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.benchmarks.Core;
import dev.foreshock.benchmarks.Samples;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.traces.SpanReusableDataMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the export thread does with a batch of 50 requests of ten statements each: makes spans of them, and has the SDK write those as
 * OTLP, into nowhere. Given per span.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExportBenchmark {
    private static final int REQUESTS = 50;
    private static final int STATEMENTS = 10;
    private static final int SPANS = REQUESTS * (STATEMENTS + 1);

    private final List<LocalTrace> units = new ArrayList<>();
    private final Origin origin = new Origin(Resource.getDefault());
    private final TraceConverter converter = new TraceConverter(
            origin, new ExceptionEntries(origin, new ExceptionText("redacted"), (reason, count) -> {}), 10);
    private final List<SpanData> spans = new ArrayList<>();
    private final SpanReusableDataMarshaler plain = marshaler(null);
    private final SpanReusableDataMarshaler fast = marshaler(FastGzip.INSTANCE);
    private final SpanReusableDataMarshaler usual = marshaler(new UsualGzip());

    /** As the SDK compresses. */
    private static final class UsualGzip implements Compressor {
        @Override
        public String getEncoding() {
            return "gzip";
        }

        @Override
        public OutputStream compress(OutputStream sink) throws IOException {
            return new GZIPOutputStream(sink);
        }
    }

    private static SpanReusableDataMarshaler marshaler(@Nullable Compressor compressor) {
        return new SpanReusableDataMarshaler(MemoryMode.REUSABLE_DATA, (message, size) -> {
            write(message, compressor);
            return CompletableResultCode.ofSuccess();
        });
    }

    private static void write(Marshaler message, @Nullable Compressor compressor) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        try (OutputStream sink = compressor == null ? nowhere : compressor.compress(nowhere)) {
            message.writeBinaryTo(sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Setup
    public void setUp() {
        new Core("always_off");
        for (int i = 0; i < REQUESTS; i++) {
            units.add(request());
        }
        convert();
    }

    private static LocalTrace request() {
        Operation request = Recorder.instance().beginUnit(Kind.REQUEST, header -> null);
        request.unit().method("GET");
        request.unit().route("/orders/{id}");
        for (int i = 0; i < STATEMENTS; i++) {
            Shape shape = Samples.SHAPES.get(i);
            Operation operation = Operation.begin(Kind.DATABASE);
            operation.shape(shape);
            operation.target(Samples.DATABASE);
            operation.end(null);
        }
        request.status(200);
        request.end(null);
        return request.unit();
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public Object convert() {
        spans.clear();
        for (LocalTrace unit : units) {
            converter.convert(unit, spans, new ArrayList<>());
        }
        if (spans.size() != SPANS) {
            throw new IllegalStateException(spans.size() + " spans");
        }
        return spans;
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public Object marshal() {
        return plain.export(spans);
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public Object marshalAndCompress() {
        return fast.export(spans);
    }

    @Benchmark
    @OperationsPerInvocation(SPANS)
    public Object marshalAndCompressAsTheSdkDoes() {
        return usual.export(spans);
    }
}
