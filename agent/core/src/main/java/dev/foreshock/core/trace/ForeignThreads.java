// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

/**
 * The threads of other agents: what they do, most of all sending what they have recorded, is none of the application's work and
 * is counted in nothing. Told by their names, as the agents give them.
 */
final class ForeignThreads {
    private static final String[] PREFIXES = {
        "BatchSpanProcessor_", // OpenTelemetry SDK and agent
        "BatchLogRecordProcessor_",
        "PeriodicMetricReader-",
        "otel-javaagent-",
        "opentelemetry-",
        "dd-", // Datadog
        "elastic-apm-",
        "New Relic ",
        "AD Thread", // AppDynamics
        "ruxit", // Dynatrace
        "dynatrace",
        "SkywalkingAgent-",
        "DataCarrier.", // SkyWalking
        "Pinpoint-",
        "Glowroot-",
        "instana-",
        "contrast-",
        "ApplicationInsights-",
        "arthas-",
    };

    private ForeignThreads() {}

    static boolean contains(Thread thread) {
        String name = thread.getName();
        if (name.isEmpty()) {
            return false;
        }
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
