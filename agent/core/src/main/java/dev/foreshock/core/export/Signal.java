// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.util.Locale;

/** What OTLP carries, and where to. */
enum Signal {
    TRACES("spans", "opentelemetry.proto.collector.trace.v1.TraceService/Export"),
    METRICS("metrics", "opentelemetry.proto.collector.metrics.v1.MetricsService/Export"),
    LOGS("log records", "opentelemetry.proto.collector.logs.v1.LogsService/Export");

    private final String things;
    private final String method;

    Signal(String things, String method) {
        this.things = things;
        this.method = method;
    }

    /** What it consists of, for people. */
    String things() {
        return things;
    }

    /** The reason under which losses are counted. */
    String dropReason(String why) {
        return things.replace(' ', '_') + "_" + why;
    }

    /** Where it goes under the base endpoint. */
    String path() {
        return "/v1/" + name().toLowerCase(Locale.ROOT);
    }

    /** The full name of its gRPC method. */
    String method() {
        return method;
    }
}
