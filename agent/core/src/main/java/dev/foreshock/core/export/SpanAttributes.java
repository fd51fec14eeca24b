// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/**
 * Name and attributes of a span, out of what every operation has: semantic conventions 1.44, stable names where they
 * exist. What an instrumentation has set itself comes last and wins.
 */
final class SpanAttributes {
    private SpanAttributes() {}

    static String name(Operation operation) {
        String own = operation.name();
        if (own != null) {
            return own;
        }
        if (operation.kind().isUnit()) {
            return operation.unit().name();
        }
        Shape shape = operation.shape();
        Target target = operation.target();
        switch (operation.kind()) {
            case HTTP -> {
                Object method = operation.attribute("http.request.method");
                String verb = method != null ? method.toString() : shape != null ? shape.operation() : "HTTP";
                Object template = operation.attribute("url.template");
                return template == null ? verb : verb + " " + template;
            }
            case CONNECT -> {
                return target == null ? "connect" : "connect " + target.system();
            }
            default -> {
                if (shape != null && !shape.summary().isEmpty()) {
                    return shape.summary();
                }
                String verb = shape != null
                        ? shape.operation()
                        : operation.kind().name().toLowerCase(java.util.Locale.ROOT);
                return target == null ? verb : verb + " " + target.display();
            }
        }
    }

    static Pairs of(Operation operation) {
        Pairs pairs = new Pairs();
        LocalTrace unit = operation.unit();
        switch (operation.kind()) {
            case REQUEST -> request(pairs, operation, unit);
            case MESSAGE -> message(pairs, operation, unit.route(), unit.method(), "process");
            case DATABASE, CACHE, CONNECT -> database(pairs, operation);
            case HTTP -> http(pairs, operation);
            case RPC -> rpc(pairs, operation);
            case PUBLISH -> publish(pairs, operation);
            default -> server(pairs, operation.target());
        }
        pairs.put("error.type", operation.errorType());
        Throwable error = operation.error();
        if (error != null) {
            pairs.put("exception.type", error.getClass().getName());
        }
        for (int i = 0; i < operation.attributeCount(); i += 2) {
            pairs.put((String) operation.attributeAt(i), operation.attributeAt(i + 1));
        }
        return pairs;
    }

    private static void request(Pairs pairs, Operation operation, LocalTrace unit) {
        if (operation.attribute("rpc.system.name") == null) {
            pairs.put("http.request.method", unit.method());
            pairs.put("http.route", unit.route());
            status(pairs, "http.response.status_code", operation);
        } else {
            pairs.put("rpc.method", unit.route());
        }
        server(pairs, operation.target());
    }

    private static void http(Pairs pairs, Operation operation) {
        Shape shape = operation.shape();
        if (shape != null) {
            pairs.put("http.request.method", shape.operation());
        }
        server(pairs, operation.target());
        status(pairs, "http.response.status_code", operation);
        if (operation.resendCount() > 0) {
            pairs.put("http.request.resend_count", operation.resendCount());
        }
    }

    private static void rpc(Pairs pairs, Operation operation) {
        Shape shape = operation.shape();
        if (shape != null) {
            pairs.put("rpc.method", shape.summary());
        }
        Target target = operation.target();
        if (target != null) {
            pairs.put("rpc.system.name", target.system());
        }
        server(pairs, target);
        if (operation.resendCount() > 0) {
            // The conventions have a name for HTTP alone.
            pairs.put("foreshock.resend_count", operation.resendCount());
        }
    }

    private static void database(Pairs pairs, Operation operation) {
        Target target = operation.target();
        if (target != null) {
            pairs.put("db.system.name", target.system());
            pairs.put("db.namespace", target.namespace());
        }
        Shape shape = operation.shape();
        if (shape != null) {
            boolean batch = operation.batchSize() > 1;
            boolean statements = operation.kind() == Kind.DATABASE;
            pairs.put("db.operation.name", batch && statements ? "BATCH " + shape.operation() : shape.operation());
            // The name of one collection, and only where it is the only one.
            if (shape.collections().size() == 1) {
                pairs.put("db.collection.name", shape.collection());
            }
            pairs.put("db.query.summary", shape.summary());
            pairs.put("db.query.text", shape.text());
            if (batch) {
                pairs.put("db.operation.batch.size", operation.batchSize());
            }
        }
        if (shape != null && shape.is(Shape.LOOKUP)) {
            lookup(pairs, operation, shape);
        } else if (operation.isRowsComplete() || operation.rows() > 0) {
            pairs.put("foreshock.rows", operation.rows());
        }
        server(pairs, target);
    }

    /** Whether all values that were asked for were there. */
    private static void lookup(Pairs pairs, Operation operation, Shape shape) {
        if (operation.isRowsComplete()) {
            int misses = Math.max(1, shape.arity()) - operation.rows();
            pairs.put("foreshock.cache.hit", misses <= 0);
            if (shape.arity() > 1) {
                pairs.put("foreshock.cache.misses", Math.max(0, misses));
            }
        }
    }

    private static void publish(Pairs pairs, Operation operation) {
        Shape shape = operation.shape();
        Target target = operation.target();
        String destination = shape != null ? shape.collection() : target == null ? null : target.namespace();
        message(pairs, operation, destination, "send", "send");
    }

    private static void message(
            Pairs pairs, Operation operation, @Nullable String destination, @Nullable String name, String type) {
        Target target = operation.target();
        if (target != null) {
            pairs.put("messaging.system", target.system());
        }
        pairs.put("messaging.operation.name", name == null ? type : name);
        pairs.put("messaging.operation.type", type);
        pairs.put("messaging.destination.name", destination);
        if (operation.batchSize() > 0) {
            pairs.put("messaging.batch.message_count", operation.batchSize());
        }
        server(pairs, target);
    }

    /** Where the dependency is. */
    static void server(Pairs pairs, @Nullable Target target) {
        if (target != null && target.address() != null) {
            pairs.put("server.address", target.address());
            if (target.port() > 0) {
                pairs.put("server.port", target.port());
            }
        }
    }

    /** Where in the application's code it happens. */
    static void code(Pairs pairs, @Nullable CallSite site) {
        if (site != null) {
            pairs.put("code.function.name", site.function());
            pairs.put("code.file.path", site.fileName());
            if (site.lineNumber() > 0) {
                pairs.put("code.line.number", site.lineNumber());
            }
        }
    }

    private static void status(Pairs pairs, String key, Operation operation) {
        if (operation.status() > 0) {
            pairs.put(key, operation.status());
        }
    }
}
