// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BucketCountsTest {
    @Property
    void countsWhatWasAddedWhereverItGrows(@ForAll List<@IntRange(min = -300, max = 300) Integer> added) {
        BucketCounts counts = new BucketCounts();
        Map<Integer, Long> expected = new HashMap<>();
        for (int bucket : added) {
            counts.add(bucket, 3);
            expected.merge(bucket, 3L, Long::sum);
        }

        for (int bucket = -310; bucket <= 310; bucket++) {
            assertEquals(expected.getOrDefault(bucket, 0L), counts.get(bucket));
        }
        assertEquals(3L * added.size(), counts.total());
        if (!added.isEmpty()) {
            assertEquals(added.stream().mapToInt(b -> b).min().getAsInt(), counts.lowest());
            assertEquals(added.stream().mapToInt(b -> b).max().getAsInt(), counts.highest());
        }
    }

    @Property
    void downscalingMergesNeighboursAndLosesNothing(
            @ForAll List<@IntRange(min = -300, max = 300) Integer> added,
            @ForAll @IntRange(min = 1, max = 4) int shift) {
        BucketCounts counts = new BucketCounts();
        for (int bucket : added) {
            counts.add(bucket, 1);
        }

        BucketCounts wider = counts.downscaled(shift);

        assertEquals(counts.total(), wider.total());
        for (int bucket = -310 >> shift; bucket <= 310 >> shift; bucket++) {
            long merged = 0;
            for (int i = bucket << shift; i < (bucket + 1) << shift; i++) {
                merged += counts.get(i);
            }
            assertEquals(merged, wider.get(bucket));
        }
    }

    @Test
    void nothingCountedHasNoRange() {
        BucketCounts counts = new BucketCounts();
        counts.add(7, 1);
        counts.clear();

        assertEquals(0, counts.lowest());
        assertEquals(-1, counts.highest());
    }
}
