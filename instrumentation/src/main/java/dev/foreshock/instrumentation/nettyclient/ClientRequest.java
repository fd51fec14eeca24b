// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import dev.foreshock.instrumentation.http.OutboundRequest;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is about to be encoded. It is the application's own object, so that headers are set for as long as it is
 * being encoded, and then taken back.
 */
final class ClientRequest extends OutboundRequest {
    private final Channel channel;
    private final HttpRequest request;
    private final boolean secure;
    private final String host;
    private final List<@Nullable String> before = new ArrayList<>(4);

    ClientRequest(Channel channel, HttpRequest request, boolean secure) {
        this.channel = channel;
        this.request = request;
        this.secure = secure;
        String named = request.headers().get(HttpHeaderNames.HOST);
        this.host = named == null || named.isEmpty() ? remote() : named;
    }

    /** As in a {@code Host} header. */
    private String remote() {
        if (!(channel.remoteAddress() instanceof InetSocketAddress address)) {
            return "";
        }
        String name = address.getHostString();
        return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + address.getPort();
    }

    /** The colons of an IPv6 address are in brackets. */
    private int colon() {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? colon : -1;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String scheme() {
        return secure ? "https" : "http";
    }

    @Override
    public String host() {
        int colon = colon();
        return colon < 0 ? host : host.substring(0, colon);
    }

    @Override
    public int port() {
        int colon = colon();
        int port = 0;
        for (int i = colon + 1; colon >= 0 && i < host.length(); i++) {
            int digit = host.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > 65_535) {
                return 0;
            }
            port = port * 10 + digit;
        }
        return port;
    }

    /** Proxies are sent absolute URIs. */
    @Override
    public String path() {
        String uri = request.uri();
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        int path = scheme < 0 ? 0 : uri.indexOf('/', scheme + 3);
        return path < 0 ? "/" : uri.substring(path);
    }

    @Override
    public @Nullable String apply(String name) {
        return request.headers().get(name);
    }

    @Override
    public void accept(String name, String value) {
        before.add(name);
        before.add(request.headers().get(name));
        request.headers().set(name, value);
    }

    /** Takes back what was set. */
    void restore() {
        for (int i = 0; i < before.size(); i += 2) {
            String name = before.get(i);
            String value = before.get(i + 1);
            if (name != null && value != null) {
                request.headers().set(name, value);
            } else if (name != null) {
                request.headers().remove(name);
            }
        }
    }
}
