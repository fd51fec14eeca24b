// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The headers of one message, which may be those of an object that cannot be changed: what is added goes into a copy. */
final class HeaderTable implements Function<String, @Nullable String>, BiConsumer<String, String> {
    private final @Nullable Map<String, Object> original;
    private @Nullable Map<String, Object> copy;

    HeaderTable(@Nullable Map<String, Object> original) {
        this.original = original;
    }

    @Override
    public @Nullable String apply(String name) {
        Map<String, Object> headers = original;
        if (headers == null || headers.isEmpty()) {
            return null;
        }
        Object value = headers.get(name);
        if (value == null && name.startsWith("x-b3-")) {
            // The one format that is written with capitals.
            for (Map.Entry<String, Object> header : headers.entrySet()) {
                if (name.equalsIgnoreCase(header.getKey())) {
                    value = header.getValue();
                }
            }
        }
        return value == null ? null : value.toString();
    }

    @Override
    public void accept(String name, String value) {
        Map<String, Object> headers = copy;
        if (headers == null) {
            headers = copy = original == null ? new HashMap<>(4) : new HashMap<>(original);
        }
        headers.put(name, value);
    }

    /** The headers with what was added; {@code null} where nothing was. */
    @Nullable
    Map<String, Object> changed() {
        return copy;
    }

    /** A number among the headers, 0 where there is none. */
    static long number(Map<?, ?> headers, String name) {
        return headers.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
