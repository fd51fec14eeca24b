// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import dev.foreshock.api.Links;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of its origin, told by its shape: that of a request through API Gateway (both payload formats), a function
 * URL or a load balancer, of records out of a queue or a data source, or of a schedule. What a handler makes of it does not
 * matter, so that handlers of streams are treated alike.
 *
 * <p>Nothing of the payload is kept: of a request method, path, route and headers, of records their source and the context that
 * came with each. Of an event the first {@value #MAX_BYTES} bytes are read.
 */
final class Event implements Function<String, @Nullable String> {
    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_HEADERS = 128;

    private final Map<String, String> headers = new HashMap<>();
    private final Links links = new Links();
    private @Nullable String method;
    private @Nullable String path;
    private @Nullable String resource;
    private @Nullable String routeKey;
    private @Nullable String source;
    private @Nullable String detailType;

    private Event() {}

    static Event read(byte @Nullable [] content) {
        Event event = new Event();
        if (content != null) {
            event.read(new JsonText(content, MAX_BYTES));
        }
        return event;
    }

    private void read(JsonText json) {
        if (!json.object()) {
            return;
        }
        for (String name = json.member(); name != null; name = json.member()) {
            switch (name) {
                case "httpMethod" -> method = json.string();
                case "path", "rawPath" -> path = json.string();
                case "resource" -> resource = json.string();
                case "routeKey" -> routeKey = json.string();
                case "headers", "multiValueHeaders" -> headers(json);
                case "requestContext" -> requestContext(json);
                case "Records" -> records(json);
                case "source", "eventSource" -> source = json.string();
                case "detail-type" -> detailType = json.string();
                default -> json.skip();
            }
        }
    }

    /** Of a header with several values the first. */
    private void headers(JsonText json) {
        if (!json.object()) {
            return;
        }
        for (String name = json.member(); name != null; name = json.member()) {
            String value = value(json);
            if (value != null && headers.size() < MAX_HEADERS) {
                headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            }
        }
    }

    private static @Nullable String value(JsonText json) {
        return json.isArray() ? first(json) : json.string();
    }

    private static @Nullable String first(JsonText json) {
        String first = null;
        if (json.array()) {
            while (json.element()) {
                String value = json.string();
                first = first == null ? value : first;
            }
        }
        return first;
    }

    /** Payload format 2 has the method here. */
    private void requestContext(JsonText json) {
        if (!json.object()) {
            return;
        }
        for (String name = json.member(); name != null; name = json.member()) {
            if (name.equals("http") && json.object()) {
                for (String inner = json.member(); inner != null; inner = json.member()) {
                    if (inner.equals("method")) {
                        method = json.string();
                    } else {
                        json.skip();
                    }
                }
            } else if (!name.equals("http")) {
                json.skip();
            }
        }
    }

    private void records(JsonText json) {
        if (!json.array()) {
            return;
        }
        while (json.element()) {
            if (json.object()) {
                record(json);
            }
        }
    }

    private void record(JsonText json) {
        RecordContext context = new RecordContext();
        for (String name = json.member(); name != null; name = json.member()) {
            switch (name) {
                // SNS alone writes it with a capital.
                case "eventSource", "EventSource" -> source = json.string();
                case "messageAttributes" -> context.attributes(json);
                case "attributes" -> context.system(json);
                case "Sns" -> context.notification(json);
                default -> json.skip();
            }
        }
        links.add(context.link());
    }

    /** By the conventions for functions. */
    String trigger() {
        if (isRequest()) {
            return "http";
        }
        if (source == null) {
            return "other";
        }
        return switch (source) {
            case "aws:sqs", "aws:sns", "aws:kinesis", "aws:kafka", "SelfManagedKafka", "aws:mq", "aws:rmq" -> "pubsub";
            case "aws:s3", "aws:dynamodb", "aws:docdb", "aws:codecommit" -> "datasource";
            case "aws.events" -> "Scheduled Event".equals(detailType) ? "timer" : "pubsub";
            // EventBridge alone says what sort of event it is.
            default -> detailType == null ? "other" : "pubsub";
        };
    }

    boolean isRequest() {
        return method != null && path != null;
    }

    @Nullable
    String method() {
        return method;
    }

    @Nullable
    String path() {
        return path;
    }

    /** As API Gateway was configured; {@code null} where the function is the only route, and for load balancers. */
    @Nullable
    String route() {
        if (resource != null) {
            return resource;
        }
        int space = routeKey == null ? -1 : routeKey.indexOf(' ');
        return routeKey == null || space < 0 ? null : routeKey.substring(space + 1);
    }

    /** A header, whatever the case of its name. */
    @Override
    public @Nullable String apply(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** What the messages of a batch were sent by. */
    Links links() {
        return links;
    }
}
