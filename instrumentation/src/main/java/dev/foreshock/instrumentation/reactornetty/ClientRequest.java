// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import dev.foreshock.instrumentation.http.OutboundRequest;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** A request by its URL, as the client has put it together, and the headers of the attempt once they are complete. */
final class ClientRequest extends OutboundRequest {
    private final String method;
    private final @Nullable HttpHeaders headers;
    private final String scheme;
    private final String host;
    private final int port;
    private final String path;

    ClientRequest(String url, String method, @Nullable HttpHeaders headers) {
        this.method = method;
        this.headers = headers;
        int colon = url.indexOf("://");
        int from = colon < 0 ? 0 : colon + 3;
        int to = from;
        while (to < url.length() && "/?#".indexOf(url.charAt(to)) < 0) {
            to++;
        }
        String written = colon < 0 ? "http" : url.substring(0, colon);
        scheme = written.equals("https") || written.equals("wss") ? "https" : "http";
        String authority = url.substring(from, to);
        // Credentials have no business in an address; older versions take them for a part of it.
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        // The colons of an IPv6 address are in brackets.
        int last = authority.lastIndexOf(':');
        boolean hasPort = last > authority.lastIndexOf(']');
        host = hasPort ? authority.substring(0, last) : authority;
        port = hasPort ? number(authority, last + 1) : 0;
        path = to == url.length() ? "/" : url.substring(to);
    }

    private static int number(String text, int from) {
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > 65_535) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String apply(String name) {
        return headers == null ? null : headers.get(name);
    }

    @Override
    public void accept(String name, String value) {
        if (headers != null) {
            headers.set(name, value);
        }
    }
}
