// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.util.function.Consumer;

/** Says once that a backend does not take what is exported, and once that it does again. For the export thread alone. */
final class Health {
    private static final int LONGEST_QUOTED = 200;

    private final Consumer<String> report;
    private boolean failing;
    private long sinceNanos;
    private long lost;
    private boolean reportedPart;

    Health(Consumer<String> report) {
        this.report = report;
    }

    /** A request did not get through. */
    void failed(Signal signal, String endpoint, Failure failure, long nowNanos) {
        if (!failing) {
            failing = true;
            sinceNanos = nowNanos;
            lost = 0;
            report.accept("Cannot export " + signal.things() + " to " + endpoint + ": " + failure.text()
                    + (failure.retryable()
                            ? ". Trying again; what does not fit into the queue meanwhile is dropped and counted."
                            : ". What it refuses is dropped and counted."));
        }
    }

    /** Records were given up. */
    void lost(int records) {
        lost += records;
    }

    /** A request got through, and the backend says that it did not want all of it. */
    void tookPart(Signal signal, String endpoint, long refused, String why) {
        if (!reportedPart) {
            reportedPart = true;
            String line = why.length() > LONGEST_QUOTED ? why.substring(0, LONGEST_QUOTED) : why;
            report.accept(endpoint + " took only a part of the " + signal.things() + " and refused " + refused + ": "
                    + line.replaceAll("\\s+", " ") + ". What it refuses is counted.");
        }
    }

    /** A request got through. */
    void worked(String endpoint, long nowNanos) {
        if (failing) {
            failing = false;
            report.accept("Export to " + endpoint + " works again after " + (nowNanos - sinceNanos) / 1_000_000_000L
                    + " s; " + lost + " records were given up.");
        }
    }
}
