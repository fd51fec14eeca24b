// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.io.IOException;

/** Starts an application, looks at it once it has settled, and ends it. */
final class StartRun {
    /** What an agent does behind the application's start is done after that. */
    private static final long SETTLE_MILLIS = 1_500;

    private static final double MEBIBYTE = 1 << 20;

    private StartRun() {}

    /** Hello World: timed from its start to its end, and not asked anything, which would be most of what it does. */
    static void hello(Subject subject, Variant variant, double childrenCpuMillis, Measurements measurements)
            throws IOException {
        started(subject, variant, measurements);
        measurements.add(variant, Figure.START_RSS, subject.residentMebibytes());
        measurements.add(variant, Figure.END_WALL, subject.end());
        measurements.add(variant, Figure.WHOLE_CPU, ProcessFigures.childrenCpuMillis() - childrenCpuMillis);
    }

    static void service(Subject subject, Variant variant, Measurements measurements)
            throws IOException, InterruptedException {
        started(subject, variant, measurements);
        Thread.sleep(SETTLE_MILLIS);
        Subject.Figures figures = subject.figuresAfterCollection();
        measurements.add(variant, Figure.START_RSS, subject.residentMebibytes());
        measurements.add(variant, Figure.START_HEAP, figures.heap() / MEBIBYTE);
        measurements.add(variant, Figure.START_METASPACE, figures.metaspace() / MEBIBYTE);
        measurements.add(variant, Figure.START_CLASSES, figures.classes());
        measurements.add(variant, Figure.START_THREADS, figures.threads());
    }

    private static void started(Subject subject, Variant variant, Measurements measurements) {
        measurements.add(variant, Figure.START_WALL, subject.startWallMillis);
        measurements.add(variant, Figure.START_CPU, subject.startCpuMillis);
    }
}
