// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import dev.foreshock.harness.ReceivedMetric.Point;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.List;
import java.util.Map;

/** Turns OTLP metrics into the views that tests read. */
final class OtlpMetrics {
    private OtlpMetrics() {}

    static ReceivedMetric metric(Metric metric, Map<String, Object> resource, Scope scope) {
        ReceivedMetric.Type type =
                switch (metric.getDataCase()) {
                    case SUM -> ReceivedMetric.Type.SUM;
                    case HISTOGRAM -> ReceivedMetric.Type.HISTOGRAM;
                    case EXPONENTIAL_HISTOGRAM -> ReceivedMetric.Type.EXPONENTIAL_HISTOGRAM;
                    case SUMMARY -> ReceivedMetric.Type.SUMMARY;
                    default -> ReceivedMetric.Type.GAUGE;
                };
        return new ReceivedMetric(
                metric.getName(),
                metric.getDescription(),
                metric.getUnit(),
                type,
                metric.getSum().getIsMonotonic(),
                temporality(metric) == AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
                points(metric),
                resource,
                scope);
    }

    private static AggregationTemporality temporality(Metric metric) {
        return switch (metric.getDataCase()) {
            case SUM -> metric.getSum().getAggregationTemporality();
            case HISTOGRAM -> metric.getHistogram().getAggregationTemporality();
            case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getAggregationTemporality();
            default -> AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED;
        };
    }

    private static List<Point> points(Metric metric) {
        return switch (metric.getDataCase()) {
            case GAUGE ->
                metric.getGauge().getDataPointsList().stream()
                        .map(OtlpMetrics::number)
                        .toList();
            case SUM ->
                metric.getSum().getDataPointsList().stream()
                        .map(OtlpMetrics::number)
                        .toList();
            case HISTOGRAM ->
                metric.getHistogram().getDataPointsList().stream()
                        .map(OtlpMetrics::histogram)
                        .toList();
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogram().getDataPointsList().stream()
                        .map(OtlpMetrics::exponential)
                        .toList();
            default -> List.of();
        };
    }

    private static Point number(NumberDataPoint point) {
        return new Point(
                OtlpMessages.attributes(point.getAttributesList()),
                point.getStartTimeUnixNano(),
                point.getTimeUnixNano(),
                point.hasAsInt() ? point.getAsInt() : point.getAsDouble(),
                0,
                List.of(),
                List.of(),
                0,
                0,
                0,
                0,
                0);
    }

    private static Point histogram(HistogramDataPoint point) {
        return new Point(
                OtlpMessages.attributes(point.getAttributesList()),
                point.getStartTimeUnixNano(),
                point.getTimeUnixNano(),
                point.getSum(),
                point.getCount(),
                List.copyOf(point.getExplicitBoundsList()),
                List.copyOf(point.getBucketCountsList()),
                0,
                0,
                0,
                point.getMin(),
                point.getMax());
    }

    private static Point exponential(ExponentialHistogramDataPoint point) {
        return new Point(
                OtlpMessages.attributes(point.getAttributesList()),
                point.getStartTimeUnixNano(),
                point.getTimeUnixNano(),
                point.getSum(),
                point.getCount(),
                List.of(),
                List.copyOf(point.getPositive().getBucketCountsList()),
                point.getScale(),
                point.getPositive().getOffset(),
                point.getZeroCount(),
                point.getMin(),
                point.getMax());
    }
}
