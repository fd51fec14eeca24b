// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;

/**
 * Where the exporter gets the metrics from. Called on the export thread alone, every {@code OTEL_METRIC_EXPORT_INTERVAL}
 * and once more at shutdown.
 */
public interface MetricSource {

    /**
     * Everything counted so far, or since the last call where delta temporality is set.
     *
     * @param resource to be put into every {@link MetricData}; always the same instance
     * @param scope likewise
     */
    List<MetricData> collect(Resource resource, InstrumentationScopeInfo scope);

    /** Whether the last collection told less than was known, as each series begins with 0: the rest is to follow soon. */
    default boolean isHoldingBack() {
        return false;
    }
}
