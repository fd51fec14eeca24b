// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import dev.foreshock.api.DatabaseRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client is about to send with a request, of either generation of Apache's HTTP client. */
public final class SentBody {
    /** Those whose content lies in memory, and can be read without changing anything. */
    private static final Set<String> IN_MEMORY = Set.of(
            "org.apache.http.entity.ByteArrayEntity",
            "org.apache.http.entity.StringEntity",
            "org.apache.http.nio.entity.NByteArrayEntity",
            "org.apache.http.nio.entity.NStringEntity",
            "org.apache.hc.core5.http.io.entity.ByteArrayEntity",
            "org.apache.hc.core5.http.io.entity.StringEntity",
            "co.elastic.clients.transport.rest_client.MultiBufferEntity",
            "co.elastic.clients.transport.rest5_client.MultiBufferEntity");

    private SentBody() {}

    /** Tells the request that this thread is about to send of its body, where it lies in memory. */
    public static void note(@Nullable Object httpRequest) {
        DatabaseRequest current = httpRequest == null ? null : DatabaseRequest.current();
        if (current != null && httpRequest != null) {
            current.body(isOfClient5(httpRequest) ? Body5.of(httpRequest) : Body4.of(httpRequest));
        }
    }

    private static boolean isOfClient5(Object httpRequest) {
        Class<?> type = httpRequest.getClass();
        while (type != null && !type.getName().startsWith("org.apache.")) {
            type = type.getSuperclass();
        }
        return type != null && type.getName().startsWith("org.apache.hc.");
    }

    static boolean isInMemory(Object entity) {
        return IN_MEMORY.contains(entity.getClass().getName());
    }
}
