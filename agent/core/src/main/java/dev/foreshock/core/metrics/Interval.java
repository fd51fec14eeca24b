// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.resources.Resource;

/**
 * What all points of one collection have in common.
 *
 * @param startEpochNanos since when is counted: the start of the agent, or the last collection
 * @param epochNanos the time of this collection
 * @param temporality what counts and histograms are
 */
record Interval(
        Resource resource,
        InstrumentationScopeInfo scope,
        long startEpochNanos,
        long epochNanos,
        AggregationTemporality temporality) {

    boolean isDelta() {
        return temporality == AggregationTemporality.DELTA;
    }
}
