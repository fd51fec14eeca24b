// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

/** Buckets with upper bounds of their own, each bound included: bucket {@code i} covers {@code (bounds[i-1], bounds[i]]}. */
final class ExplicitLayout extends BucketLayout {
    private final double[] bounds;

    ExplicitLayout(double unitsPerOne, double... bounds) {
        this.bounds = bounds.clone();
        fill(unitsPerOne);
    }

    @Override
    int index(double value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
