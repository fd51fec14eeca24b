// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SeriesTest {
    private final LabelledCounter clamped = new LabelledCounter();
    private final Histograms histograms = new Histograms(Histograms.BUDGET_BYTES, clamped);
    private final Series series = histograms.series(new SeriesKey(HistogramMetric.UNIT_ROWS, "request"));
    private final BucketLayout layout = new ExplicitLayout(1, 10, 100, 1_000);

    /** HdrHistogram's packed histogram spins for ever here, which is why it is not used. */
    @Test
    @Timeout(60)
    void recordingWhileIntervalsAreTakenLosesNothing() throws InterruptedException {
        int threads = 4;
        int perThread = 200_000;
        CountDownLatch finished = new CountDownLatch(threads);
        List<Thread> writers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread writer = new Thread(() -> {
                for (int i = 0; i < perThread; i++) {
                    series.recordCount(i % 2_000);
                }
                finished.countDown();
            });
            writers.add(writer);
            writer.start();
        }

        long count = 0;
        long sum = 0;
        long[] buckets = new long[4];
        boolean last = false;
        while (!last) {
            last = finished.getCount() == 0;
            Totals taken = series.drain(layout, true);
            assertEquals(taken.count(), taken.zeroCount() + taken.buckets.total());
            count += taken.count();
            sum += taken.sum();
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] += taken.buckets.get(i);
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }

        long all = (long) threads * perThread;
        assertEquals(all, count);
        // 0 to 10, to 100, to 1,000 and above, out of each 2,000; a cell across a bound is counted on one of its sides.
        assertEquals(all * 11 / 2_000, buckets[0]);
        assertEquals(all * 90 / 2_000, buckets[1]);
        assertEquals(all * 900 / 2_000.0, buckets[2], all * 8 / 2_000.0);
        assertEquals(all / 2_000 * (1_999L * 2_000 / 2), sum);
    }

    @Test
    void holdsWhatHdrHistogramHolds() {
        Random random = new Random(7);
        Histogram reference = new Histogram(1, Cells.LIMIT, Cells.DIGITS);
        for (int i = 0; i < 20_000; i++) {
            long value = Math.min(Cells.LIMIT, (long) Math.exp(random.nextGaussian() * 3 + 9));
            series.recordCount(value);
            reference.recordValue(value);
        }

        long[] counts = new long[Cells.COUNT];
        Totals taken = series.drain(
                new BucketLayout() {
                    {
                        fill(1);
                    }

                    @Override
                    int index(double middle) {
                        return Cells.of((long) middle);
                    }
                },
                false);

        for (int cell = 0; cell < counts.length; cell++) {
            assertEquals(reference.getCountAtValue(Cells.low(cell)), taken.buckets.get(cell), "cell " + cell);
        }
        assertEquals(reference.getMinValue(), taken.min());
        assertEquals(Math.min(Cells.LIMIT, reference.getMaxValue()), taken.max());
    }

    @Test
    void extremesAreKeptAndWhatIsTooLargeIsClampedAndCounted() {
        series.recordCount(3);
        series.recordCount(Cells.LIMIT * 10);
        series.recordCount(-1);

        Totals taken = series.drain(layout, false);

        assertEquals(3, taken.count());
        assertEquals(0, taken.min());
        assertEquals(Cells.LIMIT, taken.max());
        assertEquals(1, clamped.count("foreshock.unit.rows"));
        assertEquals(3 + Cells.LIMIT * 10, taken.sum());
    }

    @Test
    void aDurationBelowAMicrosecondIsNotZero() {
        series.recordNanos(0);
        series.recordNanos(1_499);
        series.recordNanos(1_500);

        Totals taken = series.drain(layout, false);

        assertEquals(1, taken.min());
        assertEquals(2, taken.max());
        assertEquals(2_999, taken.sum());
    }

    @Test
    void aSeriesThatCannotGrowHandsWhatDoesNotFitToTheOverflow() {
        Histograms small = new Histograms(Histograms.BUDGET_BYTES, clamped);
        Series growing = small.series(new SeriesKey(HistogramMetric.UNIT_ROWS, "request"));
        growing.recordCount(5);
        int others = 0;
        while (!small.series(new SeriesKey(HistogramMetric.UNIT_CALLS, "route" + others))
                .key
                .isOverflow()) {
            others++;
        }
        // What is left after the last series may still do for some blocks.
        long value = 100;
        int recorded = 1;
        while (small.all().stream().noneMatch(s -> s.key.isOverflow() && s.key.metric == HistogramMetric.UNIT_ROWS)) {
            growing.recordCount(value);
            value += value / 4;
            recorded++;
        }
        growing.recordCount(5);
        recorded++;

        long kept = growing.drain(layout, false).count();
        long overflowed =
                small.overflow(HistogramMetric.UNIT_ROWS).drain(layout, false).count();
        assertEquals(1, overflowed);
        assertEquals(recorded, kept + overflowed);
        assertTrue(others > 2_000, others + " series");
        assertTrue(small.usedBytes() <= Histograms.BUDGET_BYTES);
    }
}
