// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record as it arrived.
 *
 * @param eventName empty where the record is no event
 * @param severity the severity text, or where that is missing the name of the number
 * @param body as text
 * @param traceId in hex, empty outside a trace
 * @param spanId in hex, empty outside a span
 */
public record ReceivedLog(
        String eventName,
        String severity,
        int severityNumber,
        String body,
        String traceId,
        String spanId,
        Map<String, Object> attributes,
        Map<String, Object> resource,
        Scope scope,
        long epochNanos) {

    /** The attribute's value, or {@code null}. */
    public @Nullable Object attribute(String key) {
        return attributes.get(key);
    }

    @Override
    public String toString() {
        return severity + " " + eventName + " '" + body + "' " + attributes;
    }
}
