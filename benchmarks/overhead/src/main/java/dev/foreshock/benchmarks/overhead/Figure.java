// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

/** What is measured. */
enum Figure {
    START_WALL("wall time until started", "ms", Shown.RATIO, 0),
    START_CPU("CPU time until started", "ms", Shown.RATIO, 0),
    END_WALL("wall time of the end", "ms", Shown.DIFFERENCE, 0),
    WHOLE_CPU("CPU time from start to end", "ms", Shown.RATIO, 0),
    START_RSS("RSS once started", "MiB", Shown.DIFFERENCE, 1),
    START_HEAP("live heap once started", "MiB", Shown.DIFFERENCE, 1),
    START_METASPACE("metaspace once started", "MiB", Shown.DIFFERENCE, 1),
    START_CLASSES("loaded classes once started", "", Shown.DIFFERENCE, 0),
    START_THREADS("live threads once started", "", Shown.DIFFERENCE, 0),
    THROUGHPUT("throughput, closed loop", "/s", Shown.RATIO, 0),
    REQUEST_CPU("CPU per request, closed loop", "µs", Shown.DIFFERENCE, 0),
    RATE_CPU("CPU per request at the fixed rate", "µs", Shown.DIFFERENCE, 0),
    REQUEST_ALLOCATION("allocation per request", "KiB", Shown.DIFFERENCE, 1),
    CLOSED_SPANS("spans per request, closed loop", "", Shown.VALUE, 2),
    P50("median at the fixed rate", "ms", Shown.RATIO, 2),
    P99("p99 at the fixed rate", "ms", Shown.RATIO, 2),
    SPANS("spans per request at the fixed rate", "", Shown.VALUE, 2),
    TRACE_BYTES("bytes of traces per request", "B", Shown.VALUE, 0),
    METRIC_BYTES("bytes of metrics per second", "B", Shown.VALUE, 0),
    LOG_BYTES("bytes of logs per second", "B", Shown.VALUE, 1),
    LOAD_RSS("RSS after load", "MiB", Shown.DIFFERENCE, 1),
    LOAD_HEAP("live heap after load", "MiB", Shown.DIFFERENCE, 1),
    LOAD_METASPACE("metaspace after load", "MiB", Shown.DIFFERENCE, 1),
    LOAD_CLASSES("loaded classes after load", "", Shown.DIFFERENCE, 0),
    LOAD_THREADS("live threads after load", "", Shown.DIFFERENCE, 0);

    /** How a variant's figure stands beside the one without an agent. */
    enum Shown {
        RATIO,
        DIFFERENCE,
        VALUE
    }

    final String title;
    final String unit;
    final Shown shown;
    final int decimals;

    Figure(String title, String unit, Shown shown, int decimals) {
        this.title = title;
        this.unit = unit;
        this.shown = shown;
        this.decimals = decimals;
    }
}
