// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Gives the SDK's exporters the agent's own senders, without a service file. */
final class Senders implements ComponentLoader {
    private final Endpoint endpoint;
    private final @Nullable Tls tls;
    private final LongUnaryOperator deadline;
    private final Consumer<byte[]> accepted;

    /**
     * @param deadline answers when a request that begins now and may take so many nanoseconds must be over
     * @param accepted takes what the backend says when it has taken a request
     */
    Senders(Endpoint endpoint, @Nullable Tls tls, LongUnaryOperator deadline, Consumer<byte[]> accepted) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.deadline = deadline;
        this.accepted = accepted;
    }

    @Override
    public <T> Iterable<T> load(Class<T> service) {
        if (service == HttpSenderProvider.class) {
            HttpSenderProvider provider = this::http;
            return List.of(service.cast(provider));
        }
        if (service == GrpcSenderProvider.class) {
            GrpcSenderProvider provider = this::grpc;
            return List.of(service.cast(provider));
        }
        return List.of();
    }

    private HttpSender http(HttpSenderConfig config) {
        return new SocketSender(config, endpoint, tls, deadline, accepted);
    }

    private GrpcSender grpc(GrpcSenderConfig config) {
        return new GrpcCaller(config, tls, deadline, accepted);
    }
}
