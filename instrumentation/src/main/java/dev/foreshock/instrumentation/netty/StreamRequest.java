// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.instrumentation.http.InboundRequest;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A request by the headers of its stream. */
final class StreamRequest extends InboundRequest {
    private final Channel channel;
    private final Http2Headers headers;

    StreamRequest(Channel channel, Http2Headers headers) {
        this.channel = channel;
        this.headers = headers;
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }

    @Override
    public @Nullable String method() {
        return text(headers.method());
    }

    @Override
    public @Nullable String path() {
        return text(headers.path());
    }

    @Override
    public @Nullable String scheme() {
        return text(headers.scheme());
    }

    @Override
    public @Nullable String serverName() {
        return hostHeader();
    }

    @Override
    public int serverPort() {
        return channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
    }

    @Override
    public @Nullable String peerAddress() {
        InetAddress peer = channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
        return peer == null ? null : peer.getHostAddress();
    }

    /** The host has a place of its own in HTTP/2, and may be sent as before beside it. */
    @Override
    public @Nullable String apply(String header) {
        String value = text(headers.get(header));
        return value == null && header.equals("host") ? text(headers.authority()) : value;
    }
}
