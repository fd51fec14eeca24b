// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * How much may be added to a record before the producer refuses it as too large: a record that it takes without the agent it is to
 * take with it.
 *
 * <p>The producer compares {@code max.request.size} with a batch of this record alone, whose overhead is 61 bytes and at most 21 for
 * the record (Kafka's message format, version 2).
 */
final class RecordSize {
    /** Of records that are serialized only later: enough for all but long baggage. */
    private static final int UNKNOWN = 1_024;

    /** Records this far below the limit are not measured exactly. */
    private static final int AMPLE = 64 << 10;

    private static final int LONGEST_CHARACTER = 3;
    private static final int OVERHEAD = 61 + 21;
    /** Its length is written in front of a name and of a value, in at most so many bytes. */
    private static final int LENGTH = 5;

    private RecordSize() {}

    /** {@code limit} is {@code max.request.size}. */
    static int room(ProducerRecord<?, ?> record, int limit) {
        long value = longest(record.value());
        long key = longest(record.key());
        if (value < 0 || key < 0) {
            return UNKNOWN;
        }
        if (limit - value - key >= 2 * AMPLE) {
            return AMPLE;
        }
        long size = OVERHEAD + exact(record.value(), value) + exact(record.key(), key);
        for (Header header : record.headers()) {
            byte[] bytes = header.value();
            size += ofHeader(header.key().length(), bytes == null ? 0 : bytes.length);
        }
        return (int) Math.max(0, limit - size);
    }

    static int ofHeader(int name, int value) {
        return 2 * LENGTH + name + value;
    }

    /** In bytes, and no less than what is sent; -1 where that is not known yet. */
    private static long longest(@Nullable Object data) {
        if (data == null) {
            return 0;
        } else if (data instanceof byte[] bytes) {
            return bytes.length;
        } else if (data instanceof ByteBuffer buffer) {
            return buffer.remaining();
        } else if (data instanceof Bytes bytes) {
            return bytes.get().length;
        }
        return data instanceof String text ? (long) LONGEST_CHARACTER * text.length() : -1;
    }

    /** Of text in UTF-8, as it is serialized unless the application says otherwise. */
    private static long exact(@Nullable Object data, long longest) {
        if (!(data instanceof String text)) {
            return longest;
        }
        long size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate is half of four bytes.
            size += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return size;
    }
}
