// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import io.nats.client.impl.Headers;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The headers of one message, which are the application's: what is added goes into a copy. Used by one thread. */
final class MessageHeaders implements Function<String, @Nullable String>, BiConsumer<String, String> {
    private final @Nullable Headers original;
    private @Nullable Headers copy;

    MessageHeaders(@Nullable Headers original) {
        this.original = original;
    }

    /** Names are told apart by their case in NATS; those of B3 are written in more than one way. */
    @Override
    public @Nullable String apply(String name) {
        Headers headers = original;
        if (headers == null || headers.isEmpty()) {
            return null;
        }
        List<String> values = headers.get(name);
        if (values == null) {
            for (String key : headers.keySet()) {
                if (name.equalsIgnoreCase(key)) {
                    values = headers.get(key);
                }
            }
        }
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public void accept(String name, String value) {
        Headers headers = copy;
        if (headers == null) {
            headers = copy = original == null ? new Headers() : new Headers(original);
        }
        headers.put(name, value);
    }

    /** The headers with what was added; {@code null} where nothing was. */
    @Nullable
    Headers changed() {
        return copy;
    }
}
