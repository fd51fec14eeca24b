// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A metric as it arrived in one export. The same metric arrives again with every interval.
 *
 * @param monotonic of sums; false otherwise
 * @param cumulative whether points count from the start of the process; false for gauges
 */
public record ReceivedMetric(
        String name,
        String description,
        String unit,
        Type type,
        boolean monotonic,
        boolean cumulative,
        List<Point> points,
        Map<String, Object> resource,
        Scope scope) {

    /** The kinds of metrics that OTLP knows. */
    public enum Type {
        GAUGE,
        SUM,
        HISTOGRAM,
        EXPONENTIAL_HISTOGRAM,
        SUMMARY
    }

    /**
     * One series at one moment.
     *
     * @param value of gauges and sums; the sum of histograms
     * @param count of histograms; 0 otherwise
     * @param bounds of explicit buckets; empty otherwise
     * @param bucketCounts of explicit buckets, or the positive ones of an exponential histogram
     * @param scale of an exponential histogram
     * @param offset of the first positive bucket of an exponential histogram
     */
    public record Point(
            Map<String, Object> attributes,
            long startEpochNanos,
            long epochNanos,
            double value,
            long count,
            List<Double> bounds,
            List<Long> bucketCounts,
            int scale,
            int offset,
            long zeroCount,
            double min,
            double max) {

        /** The attribute's value, or {@code null}. */
        public @Nullable Object attribute(String key) {
            return attributes.get(key);
        }
    }

    public boolean hasPoint(Predicate<? super Point> wanted) {
        return points.stream().anyMatch(wanted);
    }

    @Override
    public String toString() {
        return type + " " + name + " [" + unit + "] " + points;
    }
}
