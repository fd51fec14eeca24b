// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class BucketLayoutTest {
    private final Histogram reference = new Histogram(1, Cells.LIMIT, Cells.DIGITS);

    @Property
    void aCellIsWhatHdrHistogramTakesForEqual(@ForAll @LongRange(max = Cells.LIMIT) long value) {
        int cell = Cells.of(value);

        assertEquals(reference.lowestEquivalentValue(value), Cells.low(cell));
        assertEquals(reference.highestEquivalentValue(value), Cells.high(cell));
    }

    @Test
    void cellsFollowOneAnotherWithoutGapUpToTheLimit() {
        assertEquals(0, Cells.low(0));
        for (int cell = 0; cell < Cells.COUNT; cell++) {
            assertEquals(cell, Cells.of(Cells.low(cell)));
            assertEquals(cell, Cells.of(Cells.high(cell)));
            assertEquals(Cells.high(cell) + 1, Cells.low(cell + 1));
            assertTrue(Cells.high(cell) - Cells.low(cell) <= Cells.low(cell) / 128, "cell " + cell);
        }
        assertEquals(Cells.COUNT - 1, Cells.of(Cells.LIMIT));
    }

    @Test
    void aPowerOfTwoIsTheUpperBoundOfItsExponentialBucket() {
        for (int exponent = -40; exponent <= 40; exponent++) {
            double power = Math.scalb(1.0, exponent);
            assertEquals(exponent * 8 - 1, ExponentialLayout.indexOf(power), "2^" + exponent);
            assertEquals(exponent * 8, ExponentialLayout.indexOf(Math.nextUp(power)), "above 2^" + exponent);
            assertEquals(exponent * 8 - 1, ExponentialLayout.indexOf(Math.nextDown(power)), "below 2^" + exponent);
        }
    }

    @Property
    void aValueLiesBetweenTheBoundsOfItsExponentialBucket(
            @ForAll @LongRange(min = 1, max = (1L << 52) - 1) long mantissa,
            @ForAll @IntRange(min = -21, max = 26) int exponent) {
        double value = Math.scalb(1 + mantissa / 0x1p52, exponent);
        int bucket = ExponentialLayout.indexOf(value);

        // 2^(i/8) < v <= 2^((i+1)/8), without rounding: both sides to the power of 8.
        BigDecimal eighth = new BigDecimal(value).pow(8);
        assertTrue(powerOfTwo(bucket).compareTo(eighth) < 0, value + " in " + bucket);
        assertTrue(eighth.compareTo(powerOfTwo(bucket + 1)) <= 0, value + " in " + bucket);
    }

    @Property
    void halvingTheIndexGivesTheBucketOfTheNextScale(
            @ForAll @LongRange(min = 1, max = (1L << 52) - 1) long mantissa,
            @ForAll @IntRange(min = -21, max = 26) int exponent) {
        double value = Math.scalb(1 + mantissa / 0x1p52, exponent);
        int bucket = ExponentialLayout.indexOf(value) >> 1;

        BigDecimal fourth = new BigDecimal(value).pow(4);
        assertTrue(powerOfTwo(bucket).compareTo(fourth) < 0, value + " in " + bucket);
        assertTrue(fourth.compareTo(powerOfTwo(bucket + 1)) <= 0, value + " in " + bucket);
    }

    private static BigDecimal powerOfTwo(int exponent) {
        BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(exponent));
        // The reciprocal of a power of two has a finite expansion.
        return exponent >= 0 ? power : BigDecimal.ONE.divide(power);
    }

    @Test
    void everyCellOfSecondsHasTheExponentialBucketOfItsMiddle() {
        BucketLayout layout = new ExponentialLayout(1e6);

        assertEquals(BucketLayout.ZERO, layout.bucketOf(0));
        for (int cell = 1; cell < Cells.COUNT; cell++) {
            double seconds = Cells.middle(cell) / 1e6;
            int bucket = layout.bucketOf(cell);
            assertTrue(Math.pow(2, bucket / 8.0) < seconds * (1 + 1e-12), "cell " + cell);
            assertTrue(seconds <= Math.pow(2, (bucket + 1) / 8.0) * (1 + 1e-12), "cell " + cell);
            assertTrue(cell == 1 || bucket >= layout.bucketOf(cell - 1), "cell " + cell);
        }
    }

    @Test
    void aCountThatIsABoundBelongsToTheExplicitBucketBelow() {
        BucketLayout layout = new ExplicitLayout(1, 0, 1, 2, 5, 10);

        int[] expected = {0, 1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5};
        for (int count = 0; count < expected.length; count++) {
            assertEquals(expected[count], layout.bucketOf(Cells.of(count)), count + " in its bucket");
        }
    }

    @Property
    void aDurationIsInItsExplicitBucketButForTheWidthOfACell(
            @ForAll @LongRange(min = 1, max = Cells.LIMIT) long micros) {
        double[] bounds = HistogramMetric.HTTP_SERVER.bounds;
        BucketLayout layout = new ExplicitLayout(1e6, bounds);

        int bucket = layout.bucketOf(Cells.of(micros));

        double seconds = micros / 1e6;
        assertTrue(bucket == 0 || bounds[bucket - 1] < seconds * 1.005, micros + " µs in " + bucket);
        assertTrue(bucket == bounds.length || seconds <= bounds[bucket] * 1.005, micros + " µs in " + bucket);
    }
}
