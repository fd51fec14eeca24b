// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.asynchttpclient;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.AttemptChain;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.nettyclient.ChannelCertificate;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.asynchttpclient.AsyncHttpClientConfig;
import org.asynchttpclient.Request;
import org.asynchttpclient.netty.NettyResponseFuture;
import org.jspecify.annotations.Nullable;

/** The attempts of a call, kept with its future. */
final class Call {
    private static final int FINAL = 200;
    private static final int SWITCHING_PROTOCOLS = 101;

    private Call() {}

    static void begin(NettyResponseFuture<?> future, Request request, @Nullable AsyncHttpClientConfig config) {
        HttpRequest written = future.getNettyRequest().getHttpRequest();
        if (written.method().equals(HttpMethod.CONNECT)) {
            // The way through a proxy is part of the attempt that needs it.
            return;
        }
        AttemptChain attempts = Associations.get(future, AttemptChain.class);
        if (attempts == null) {
            attempts = new AttemptChain();
            Associations.put(future, attempts);
        }
        Operation operation = attempts.begin(new ClientRequest(request, written.headers()));
        if (operation != null && config != null) {
            OutboundCall.timeouts(operation, config.getConnectTimeout(), responseMillis(request, config));
        }
    }

    /** The shorter one of what a read may take and what the whole call may; what is not positive is no limit. */
    private static long responseMillis(Request request, AsyncHttpClientConfig config) {
        long read = request.getReadTimeout() != 0 ? request.getReadTimeout() : config.getReadTimeout();
        long whole = request.getRequestTimeout() != 0 ? request.getRequestTimeout() : config.getRequestTimeout();
        return Math.max(0, read <= 0 || (whole > 0 && whole < read) ? whole : read);
    }

    private static @Nullable Operation latest(Object future) {
        AttemptChain attempts = Associations.get(future, AttemptChain.class);
        return attempts == null ? null : attempts.latest();
    }

    /** The head of a response has been read, though it may be an interim one. */
    static void answered(Object future, int status, @Nullable Channel channel) {
        Operation operation = status >= FINAL || status == SWITCHING_PROTOCOLS ? latest(future) : null;
        if (operation != null) {
            OutboundCall.peer(operation, channel == null ? null : ChannelCertificate.of(channel));
            OutboundCall.end(operation, status, null);
        }
    }

    static void failed(Object future, Throwable thrown) {
        Operation operation = latest(future);
        if (operation != null) {
            OutboundCall.end(operation, 0, thrown);
        }
    }

    static void cancelled(Object future) {
        Operation operation = latest(future);
        if (operation != null) {
            OutboundCall.cancelled(operation);
        }
    }
}
