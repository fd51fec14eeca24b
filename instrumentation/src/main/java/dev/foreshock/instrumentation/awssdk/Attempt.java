// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awssdk;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.nettyclient.ChannelCertificate;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.nio.netty.internal.RequestContext;

/** One attempt under way, kept with its request, of which the SDK makes a new one for each attempt. */
final class Attempt implements BiConsumer<Object, Throwable> {
    private static final int FINAL = 200;

    private final Operation operation;
    private final List<String> added;

    private Attempt(Operation operation, List<String> added) {
        this.operation = operation;
        this.added = added;
    }

    static @Nullable Attempt begin(RequestContext context) {
        SdkHttpRequest request = context.executeRequest().request();
        ClientRequest outbound = new ClientRequest(request);
        Operation operation = OutboundCall.begin(outbound, 0);
        if (operation == null) {
            return null;
        }
        OutboundCall.timeouts(
                operation,
                context.configuration().connectTimeoutMillis(),
                context.configuration().readTimeoutMillis());
        Attempt attempt = new Attempt(operation, outbound.added());
        Associations.put(request, attempt);
        return attempt;
    }

    static @Nullable Attempt of(@Nullable Object request) {
        return request == null ? null : Associations.get(request, Attempt.class);
    }

    /** The method that sends has returned, or thrown. */
    void sent(@Nullable CompletableFuture<?> response, @Nullable Throwable thrown) {
        if (response == null || thrown != null) {
            OutboundCall.end(operation, 0, thrown);
            return;
        }
        OutboundCall.detach(operation);
        OutboundCall.whenComplete(response, this);
    }

    void write(HttpHeaders headers) {
        for (int i = 0; i < added.size(); i += 2) {
            headers.set(added.get(i), added.get(i + 1));
        }
    }

    /** The head of a response has been read, though it may be an interim one. */
    void answered(int status, Channel channel) {
        if (status >= FINAL) {
            OutboundCall.peer(operation, ChannelCertificate.of(channel));
            OutboundCall.end(operation, status, null);
        }
    }

    /** A full pool and one that is too slow are explained in a bare Throwable. */
    @Override
    public void accept(@Nullable Object nothing, @Nullable Throwable thrown) {
        Throwable cause = thrown != null && thrown.getClass() == Throwable.class ? thrown.getCause() : null;
        OutboundCall.end(operation, 0, cause == null ? thrown : cause);
    }
}
