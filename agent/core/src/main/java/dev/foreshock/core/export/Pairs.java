// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in the order in which they were added, in one array: what the SDK's own builder sorts and copies twice.
 * For the export thread alone.
 *
 * <p>A key that is added again replaces the value. Strings longer than {@value #MAX_LENGTH} characters are cut.
 */
final class Pairs implements Attributes {
    private static final int MAX_LENGTH = 8 << 10;
    private static final int MAX_KEYS = 512;

    // Keys carry their UTF-8 form, which costs to make. Beyond the limit they are made anew.
    private static final Map<String, AttributeKey<?>> KEYS = new HashMap<>();

    // A request's span has some twelve.
    private static final int USUAL = 32;

    private Object[] pairs;
    private int size;

    Pairs() {
        pairs = new Object[USUAL];
    }

    /** A copy, with room for one more: most statements have a count of rows, and nothing else of their own. */
    Pairs(Pairs common) {
        pairs = Arrays.copyOf(common.pairs, common.size * 2 + 2);
        size = common.size;
    }

    /** For a key that is not there yet, which is not looked up; {@code null} and empty texts add nothing. */
    Pairs add(AttributeKey<String> key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            append(key, text(value));
        }
        return this;
    }

    /** For a key that is not there yet, which is not looked up. */
    Pairs add(AttributeKey<Long> key, long value) {
        append(key, value);
        return this;
    }

    private void append(AttributeKey<?> key, Object value) {
        if (size * 2 == pairs.length) {
            pairs = Arrays.copyOf(pairs, pairs.length * 2);
        }
        pairs[size * 2] = key;
        pairs[size * 2 + 1] = value;
        size++;
    }

    /**
     * @param value a {@code String}, {@code Long}, {@code Double}, {@code Boolean} or {@code List<String>}, other numbers
     *     being widened and any other object written as text; {@code null} and empty texts add nothing
     */
    Pairs put(String key, @Nullable Object value) {
        Object widened = widen(value);
        if (widened == null) {
            return this;
        }
        AttributeKey<?> typed = key(key, widened);
        for (int i = 0; i < size * 2; i += 2) {
            if (((AttributeKey<?>) pairs[i]).getKey().equals(key)) {
                pairs[i] = typed;
                pairs[i + 1] = widened;
                return this;
            }
        }
        append(typed, widened);
        return this;
    }

    private static @Nullable Object widen(@Nullable Object value) {
        if (value == null || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() ? null : list.stream().map(Pairs::text).toList();
        }
        String text = text(value);
        return text.isEmpty() ? null : text;
    }

    private static String text(Object value) {
        String text = value.toString();
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    private static AttributeKey<?> key(String name, Object value) {
        AttributeKey<?> known = KEYS.get(name);
        AttributeType type = type(value);
        if (known != null && known.getType() == type) {
            return known;
        }
        AttributeKey<?> made =
                switch (type) {
                    case LONG -> AttributeKey.longKey(name);
                    case DOUBLE -> AttributeKey.doubleKey(name);
                    case BOOLEAN -> AttributeKey.booleanKey(name);
                    case STRING_ARRAY -> AttributeKey.stringArrayKey(name);
                    default -> AttributeKey.stringKey(name);
                };
        if (KEYS.size() < MAX_KEYS) {
            KEYS.put(name, made);
        }
        return made;
    }

    private static AttributeType type(Object value) {
        if (value instanceof Long) {
            return AttributeType.LONG;
        }
        if (value instanceof Double) {
            return AttributeType.DOUBLE;
        }
        if (value instanceof Boolean) {
            return AttributeType.BOOLEAN;
        }
        return value instanceof List ? AttributeType.STRING_ARRAY : AttributeType.STRING;
    }

    /** Takes the key out, where it is there. */
    void remove(String key) {
        for (int i = 0; i < size * 2; i += 2) {
            if (((AttributeKey<?>) pairs[i]).getKey().equals(key)) {
                System.arraycopy(pairs, i + 2, pairs, i, size * 2 - i - 2);
                size--;
                return;
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the key's type says what its value is
    public <T> @Nullable T get(AttributeKey<T> key) {
        for (int i = 0; i < size * 2; i += 2) {
            if (pairs[i].equals(key)) {
                return (T) pairs[i + 1];
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
        for (int i = 0; i < size * 2; i += 2) {
            consumer.accept((AttributeKey<?>) pairs[i], pairs[i + 1]);
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public Map<AttributeKey<?>, Object> asMap() {
        Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
        forEach(map::put);
        return map;
    }

    @Override
    public AttributesBuilder toBuilder() {
        return Attributes.builder().putAll(this);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
