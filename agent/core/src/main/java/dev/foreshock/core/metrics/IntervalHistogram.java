// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What one series has recorded since the last collection, as an HdrHistogram. One is used for all series in turn, since it
 * takes 20 kB. Belongs to the collecting thread.
 *
 * <p>Threads do not record into it: the recorders that HdrHistogram has for that take 20 kB a series and more, or, packed,
 * may spin for ever when two threads record. {@link CellCounts} has the same geometry, so nothing is lost on the way.
 */
final class IntervalHistogram implements CellCounts.Sink {
    private final Histogram histogram = new Histogram(1, Cells.LIMIT, Cells.DIGITS);

    @Override
    public void take(int cell, long count) {
        histogram.recordValueWithCount(Cells.low(cell), count);
    }

    /** Adds all that was taken to the totals, and is empty again. */
    void moveTo(Totals totals) {
        if (histogram.getTotalCount() == 0) {
            return;
        }
        for (HistogramIterationValue recorded : histogram.recordedValues()) {
            totals.add(Cells.of(recorded.getValueIteratedTo()), recorded.getCountAddedInThisIterationStep());
        }
        totals.extend(histogram.getMinValue(), histogram.getMaxValue());
        histogram.reset();
    }
}
