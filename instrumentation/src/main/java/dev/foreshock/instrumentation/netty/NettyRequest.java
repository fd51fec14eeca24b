// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.instrumentation.http.InboundRequest;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A request as Netty has decoded it. */
final class NettyRequest extends InboundRequest {
    private final Channel channel;
    private final HttpRequest request;
    private final boolean secure;

    NettyRequest(Channel channel, HttpRequest request, boolean secure) {
        this.channel = channel;
        this.request = request;
        this.secure = secure;
    }

    @Override
    public @Nullable String method() {
        return request.method().name();
    }

    /** Proxies are sent absolute URIs. */
    @Override
    public @Nullable String path() {
        String uri = request.uri();
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme < 0) {
            return uri;
        }
        int path = uri.indexOf('/', scheme + 3);
        return path < 0 ? "/" : uri.substring(path);
    }

    @Override
    public @Nullable String scheme() {
        return secure ? "https" : "http";
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

    @Override
    public @Nullable String apply(String header) {
        return request.headers().get(header);
    }
}
