// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Name and attributes of a span, out of what every operation has: semantic conventions 1.44, stable names where they
 * exist. What an instrumentation has set itself comes last and wins.
 */
final class SpanAttributes {
    private static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> REQUEST_METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> RESPONSE_STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<Long> ROWS = AttributeKey.longKey("foreshock.rows");

    private static final StatementAttributes STATEMENTS = new StatementAttributes();

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
        Pairs pairs = isStatement(operation.kind()) ? STATEMENTS.of(operation) : new Pairs();
        LocalTrace unit = operation.unit();
        switch (operation.kind()) {
            case REQUEST -> request(pairs, operation, unit);
            case MESSAGE -> message(pairs, operation, unit.route(), unit.method(), "process");
            case DATABASE, CACHE, CONNECT -> rows(pairs, operation);
            case HTTP -> http(pairs, operation);
            case RPC -> rpc(pairs, operation);
            case PUBLISH -> publish(pairs, operation);
            default -> server(pairs, operation.target());
        }
        pairs.add(ERROR_TYPE, operation.errorType());
        Throwable error = operation.error();
        if (error != null) {
            pairs.add(EXCEPTION_TYPE, error.getClass().getName());
        }
        for (int i = 0; i < operation.attributeCount(); i += 2) {
            pairs.put((String) operation.attributeAt(i), operation.attributeAt(i + 1));
        }
        return pairs;
    }

    private static void request(Pairs pairs, Operation operation, LocalTrace unit) {
        if (operation.attribute("rpc.system.name") == null) {
            pairs.add(REQUEST_METHOD, unit.method());
            pairs.add(ROUTE, unit.route());
            status(pairs, operation);
        } else {
            pairs.put("rpc.method", unit.route());
        }
        server(pairs, operation.target());
    }

    private static void http(Pairs pairs, Operation operation) {
        Shape shape = operation.shape();
        if (shape != null) {
            pairs.add(REQUEST_METHOD, shape.operation());
        }
        server(pairs, operation.target());
        status(pairs, operation);
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

    private static boolean isStatement(Kind kind) {
        return kind == Kind.DATABASE || kind == Kind.CACHE || kind == Kind.CONNECT;
    }

    private static void rows(Pairs pairs, Operation operation) {
        Shape shape = operation.shape();
        if (shape != null && shape.is(Shape.LOOKUP)) {
            lookup(pairs, operation, shape);
        } else if (operation.isRowsComplete() || operation.rows() > 0) {
            pairs.add(ROWS, operation.rows());
        }
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
            pairs.add(SERVER_ADDRESS, target.address());
            if (target.port() > 0) {
                pairs.add(SERVER_PORT, target.port());
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

    private static void status(Pairs pairs, Operation operation) {
        if (operation.status() > 0) {
            pairs.add(RESPONSE_STATUS, operation.status());
        }
    }
}
