// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.io.IOException;

/** One process under load: first as much as it takes, then at a fixed rate. */
final class LoadRun {
    /** Longer than spans wait for others, so that exporting them counts for the requests that they belong to. */
    private static final long DRAIN_MILLIS = 1_200;

    private static final int MOST_WAITS = 10;
    private static final double KIBIBYTE = 1 << 10;
    private static final double MEBIBYTE = 1 << 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double MEDIAN = 50;
    private static final double NEARLY_ALL = 99;

    private final Subject subject;
    private final Variant variant;
    private final Measurements measurements;

    LoadRun(Subject subject, Variant variant, Measurements measurements) {
        this.subject = subject;
        this.variant = variant;
        this.measurements = measurements;
    }

    void closed(double seconds) throws IOException, InterruptedException {
        long spans = subject.receiver().items(Signal.TRACES);
        double allocated = subject.figures().allocated();
        double cpu = subject.cpuMillis();
        Load.Result result = new Load(subject.port).closed(seconds);
        drain();
        double requests = result.requests();
        if (variant.observes()) {
            measurements.add(
                    variant, Figure.CLOSED_SPANS, (subject.receiver().items(Signal.TRACES) - spans) / requests);
        }
        measurements.add(variant, Figure.THROUGHPUT, requests / result.seconds());
        measurements.add(variant, Figure.REQUEST_CPU, (subject.cpuMillis() - cpu) * MICROS_PER_MILLI / requests);
        measurements.add(
                variant, Figure.REQUEST_ALLOCATION, (subject.figures().allocated() - allocated) / KIBIBYTE / requests);
    }

    /** Waits until nothing more arrives of what was recorded. */
    private void drain() throws InterruptedException {
        for (int wait = 0; wait < MOST_WAITS; wait++) {
            long before = subject.receiver().items(Signal.TRACES);
            Thread.sleep(DRAIN_MILLIS);
            if (subject.receiver().items(Signal.TRACES) == before) {
                return;
            }
        }
    }

    void atRate(double seconds, double rate) throws IOException, InterruptedException {
        Receiver receiver = subject.receiver();
        double cpu = subject.cpuMillis();
        long spans = receiver.items(Signal.TRACES);
        long traceBytes = receiver.bytes(Signal.TRACES);
        Load.Result result = new Load(subject.port).open(seconds, rate);
        drain();
        double requests = result.requests();
        measurements.add(variant, Figure.RATE_CPU, (subject.cpuMillis() - cpu) * MICROS_PER_MILLI / requests);
        measurements.add(variant, Figure.P50, result.latencies().getValueAtPercentile(MEDIAN) / NANOS_PER_MILLI);
        measurements.add(variant, Figure.P99, result.latencies().getValueAtPercentile(NEARLY_ALL) / NANOS_PER_MILLI);
        if (variant.observes()) {
            measurements.add(variant, Figure.SPANS, (receiver.items(Signal.TRACES) - spans) / requests);
            measurements.add(variant, Figure.TRACE_BYTES, (receiver.bytes(Signal.TRACES) - traceBytes) / requests);
        }
    }

    /** What is left when all is over. */
    void after() throws IOException {
        Subject.Figures figures = subject.figuresAfterCollection();
        measurements.add(variant, Figure.LOAD_RSS, subject.residentMebibytes());
        measurements.add(variant, Figure.LOAD_HEAP, figures.heap() / MEBIBYTE);
        measurements.add(variant, Figure.LOAD_METASPACE, figures.metaspace() / MEBIBYTE);
        measurements.add(variant, Figure.LOAD_CLASSES, figures.classes());
        measurements.add(variant, Figure.LOAD_THREADS, figures.threads());
        measurements.threads(variant, subject.threads());
        if (variant.observes()) {
            Receiver receiver = subject.receiver();
            measurements.add(variant, Figure.METRIC_BYTES, receiver.bytes(Signal.METRICS) / subject.seconds());
            measurements.add(variant, Figure.LOG_BYTES, receiver.bytes(Signal.LOGS) / subject.seconds());
        }
    }
}
