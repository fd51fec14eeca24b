// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one record as text. Those of a record that was sent before cannot be changed any more: a copy is, then. Used by one
 * thread.
 */
final class MessageHeaders implements Function<String, @Nullable String>, BiConsumer<String, String> {
    private static final String B3 = "x-b3-";

    private Headers headers;
    private int room;
    private boolean copied;

    /** To be read only. */
    MessageHeaders(Headers headers) {
        this(headers, 0);
    }

    /** {@code room} is what may be added in bytes. A header for which too little of it is left is not. */
    MessageHeaders(Headers headers, int room) {
        this.headers = headers;
        this.room = room;
    }

    /** Names are told apart by their case in Kafka. Those of B3 are written in more than one way. */
    @Override
    public @Nullable String apply(String name) {
        Header header = headers.lastHeader(name);
        if (header == null && name.startsWith(B3)) {
            for (Header each : headers) {
                if (name.equalsIgnoreCase(each.key())) {
                    header = each;
                }
            }
        }
        byte[] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public void accept(String name, String value) {
        int size = RecordSize.ofHeader(name.length(), value.length());
        if (size > room) {
            return;
        }
        room -= size;
        try {
            set(name, value);
        } catch (IllegalStateException readOnly) {
            headers = new RecordHeaders(headers.toArray());
            copied = true;
            set(name, value);
        }
    }

    private void set(String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** What is to be sent instead of the record's own headers; {@code null} where those could be changed. */
    @Nullable
    Headers copy() {
        return copied ? headers : null;
    }
}
