// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import io.grpc.Metadata;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The text in the metadata of a call, by its name. */
record Headers(Metadata metadata) implements Function<String, @Nullable String>, BiConsumer<String, String> {
    @Override
    public @Nullable String apply(String name) {
        return metadata.get(key(name));
    }

    @Override
    public void accept(String name, String value) {
        Metadata.Key<String> key = key(name);
        metadata.discardAll(key);
        metadata.put(key, value);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
