// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * How much a request may still grow. SQS refuses what is larger than its limit, messages of a batch together, attributes included;
 * the context alone must never make it so. The limit of a queue may have been set lower, which nobody here knows.
 */
final class AttributeSpace {
    /** What SQS has always taken, and what it takes since 2025: who sends more than the former may send as much as the latter. */
    private static final long SMALL_BYTES = 256 << 10;

    private static final long LARGE_BYTES = 1 << 20;

    private long usedBytes;

    void add(@Nullable String body, Map<String, MessageAttributeValue> attributes) {
        usedBytes += bytes(body);
        for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            usedBytes += bytes(attribute.getKey());
            if (value != null) {
                usedBytes += bytes(value.dataType()) + bytes(value.stringValue());
                if (value.binaryValue() != null) {
                    usedBytes += value.binaryValue().asByteBuffer().remaining();
                }
            }
        }
    }

    /** Whether so many bytes more can be sent, which are taken then. */
    boolean take(long bytes) {
        long limit = usedBytes > SMALL_BYTES ? LARGE_BYTES : SMALL_BYTES;
        if (usedBytes + bytes > limit) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    /** In UTF-8. */
    static long bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800 && !Character.isSurrogate(c)) {
                bytes += 2;
            } else if (c >= 0x80) {
                // Each half of a pair stands for two bytes of four.
                bytes++;
            }
        }
        return bytes;
    }
}
