// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpEntityContainer;
import org.jspecify.annotations.Nullable;

/** The body of a request of Apache HttpClient 5: nothing, or something that lies in memory. */
final class Body5 implements Supplier<@Nullable InputStream> {
    private final @Nullable HttpEntity entity;

    private Body5(@Nullable HttpEntity entity) {
        this.entity = entity;
    }

    /** {@code null} for a body that is made while it is sent. */
    static @Nullable Body5 of(Object request) {
        HttpEntity entity = request instanceof HttpEntityContainer sent ? sent.getEntity() : null;
        return entity == null || SentBody.isInMemory(entity) ? new Body5(entity) : null;
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
