// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.jspecify.annotations.Nullable;

/** The body of a request of Apache HttpClient 4: nothing, or something that lies in memory. */
final class Body4 implements Supplier<@Nullable InputStream> {
    private final @Nullable HttpEntity entity;

    private Body4(@Nullable HttpEntity entity) {
        this.entity = entity;
    }

    /** {@code null} for a body that is made while it is sent. */
    static @Nullable Body4 of(Object request) {
        HttpEntity entity = request instanceof HttpEntityEnclosingRequest sent ? sent.getEntity() : null;
        return entity == null || SentBody.isInMemory(entity) ? new Body4(entity) : null;
    }

    @Override
    public @Nullable InputStream get() {
        try {
            return entity == null ? null : entity.getContent();
        } catch (IOException nothing) {
            return null;
        }
    }
}
