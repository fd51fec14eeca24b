// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The attributes of one message as headers. Those of a request cannot be changed: a copy is. SQS takes ten of them. Used by one
 * thread.
 */
final class MessageAttributes implements Function<String, @Nullable String>, BiConsumer<String, String> {
    private static final int MAX = 10;
    private static final String B3 = "x-b3-";
    private static final String TEXT = "String";

    private final Map<String, MessageAttributeValue> attributes;
    private final @Nullable AttributeSpace space;
    private @Nullable Map<String, MessageAttributeValue> copy;

    /** @param space {@code null} where nothing is to be added */
    MessageAttributes(Map<String, MessageAttributeValue> attributes, @Nullable AttributeSpace space) {
        this.attributes = attributes;
        this.space = space;
    }

    /** Names are told apart by their case in SQS. Those of B3 are written in more than one way. */
    @Override
    public @Nullable String apply(String name) {
        MessageAttributeValue value = attributes.get(name);
        if (value == null && name.startsWith(B3)) {
            for (Map.Entry<String, MessageAttributeValue> each : attributes.entrySet()) {
                if (name.equalsIgnoreCase(each.getKey())) {
                    value = each.getValue();
                }
            }
        }
        return value == null ? null : value.stringValue();
    }

    @Override
    public void accept(String name, String value) {
        Map<String, MessageAttributeValue> sent = copy == null ? attributes : copy;
        long bytes = name.length() + TEXT.length() + AttributeSpace.bytes(value);
        if (space == null || value.isEmpty() || (sent.size() >= MAX && !sent.containsKey(name)) || !space.take(bytes)) {
            return;
        }
        if (copy == null) {
            copy = new LinkedHashMap<>(attributes);
        }
        copy.put(
                name,
                MessageAttributeValue.builder()
                        .dataType(TEXT)
                        .stringValue(value)
                        .build());
    }

    /** What is to be sent instead of the message's own attributes; {@code null} where those have stayed. */
    @Nullable
    Map<String, MessageAttributeValue> copy() {
        return copy;
    }
}
