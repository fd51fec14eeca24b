// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Link;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTest {
    private static final String XRAY = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    private static final String REQUEST = """
            {"resource": "/orders/{id}", "path": "/orders/4711", "httpMethod": "GET",
             "headers": {"Traceparent": "00-a-b-01", "X-Quoted": "a \\"b\\" \\u0041\\\\"},
             "multiValueHeaders": {"x-two": ["one", "two"]},
             "requestContext": {"http": 1, "identity": {"a": [1, {"httpMethod": "PUT"}]}},
             "body": "{\\"httpMethod\\": \\"POST\\", \\"path\\": \\"/other\\"}", "isBase64Encoded": false}
            """;

    private static Event read(String text) {
        return Event.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_request_through_a_gateway() {
        Event event = read(REQUEST);
        assertTrue(event.isRequest());
        assertEquals("http", event.trigger());
        assertEquals("GET", event.method());
        assertEquals("/orders/4711", event.path());
        assertEquals("/orders/{id}", event.route());
        assertEquals("00-a-b-01", event.apply("traceparent"));
        assertEquals("a \"b\" A\\", event.apply("x-quoted"));
        assertEquals("one", event.apply("x-two"));
    }

    @Test
    void a_request_in_the_second_format() {
        Event event = read("""
                {"version": "2.0", "routeKey": "PUT /orders/{id}", "rawPath": "/orders/1", "rawQueryString": "",
                 "headers": {"host": "shop.example"},
                 "requestContext": {"accountId": "1", "http": {"method": "PUT", "path": "/orders/1"}, "stage": "$default"}}
                """);
        assertTrue(event.isRequest());
        assertEquals("PUT", event.method());
        assertEquals("/orders/{id}", event.route());
        assertNull(read("{\"routeKey\": \"$default\"}").route());
    }

    @Test
    void triggers() {
        assertEquals(
                "pubsub",
                read("{\"Records\": [{\"eventSource\": \"aws:sqs\"}]}").trigger());
        assertEquals(
                "pubsub",
                read("{\"Records\": [{\"EventSource\": \"aws:sns\"}]}").trigger());
        assertEquals(
                "pubsub",
                read("{\"eventSource\": \"aws:kafka\", \"records\": {}}").trigger());
        assertEquals(
                "datasource",
                read("{\"Records\": [{\"eventSource\": \"aws:s3\"}]}").trigger());
        assertEquals(
                "timer",
                read("{\"source\": \"aws.events\", \"detail-type\": \"Scheduled Event\"}")
                        .trigger());
        assertEquals(
                "pubsub",
                read("{\"source\": \"shop\", \"detail-type\": \"Sold\"}").trigger());
        assertEquals("other", read("{\"source\": \"shop\"}").trigger());
        for (String other : new String[] {"", "{}", "[]", "null", "\"text\"", "{\"awslogs\": {\"data\": \"\"}}"}) {
            assertEquals("other", read(other).trigger(), other);
        }
        assertEquals("other", Event.read(null).trigger());
    }

    @Test
    void a_message_without_context_of_its_own_is_linked_by_its_trace_header() {
        Event event = read("{\"Records\": [{\"body\": \"x\", \"attributes\": {\"AWSTraceHeader\": \"" + XRAY
                + "\"}, \"eventSource\": \"aws:sqs\"}, {\"attributes\": {}}]}");
        assertEquals(1, event.links().total());
        assertEquals(0x53995c3f42cd8ad8L, event.links().get(0).spanId());
    }

    @Test
    void only_what_x_ray_has_sampled_makes_a_link() {
        Link link = XRayHeader.link(XRAY);
        assertNotNull(link);
        assertEquals(0x5759e988bd862e3fL, link.traceIdHigh());
        assertEquals(0xe1be46a994272793L, link.traceIdLow());
        assertNull(XRayHeader.link(XRAY.replace("Sampled=1", "Sampled=0")));
        assertNull(XRayHeader.link(XRAY.replace("5759", "zzzz")));
        assertNull(XRayHeader.link("Root=1-"));
        assertNull(XRayHeader.link(null));
    }

    @Test
    void bears_with_anything() {
        Random random = new Random(4711);
        byte[] text = REQUEST.getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end < text.length; end++) {
            assertNotNull(Event.read(java.util.Arrays.copyOf(text, end)).trigger());
        }
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = text.clone();
            for (int i = 0; i < 4; i++) {
                broken[random.nextInt(broken.length)] = (byte) "{}[]\",:\\u1 ".charAt(random.nextInt(11));
            }
            assertNotNull(Event.read(broken).trigger());
        }
        assertFalse(read("[".repeat(100_000)).isRequest());
        assertFalse(read("{\"a\":".repeat(100_000)).isRequest());
    }
}
