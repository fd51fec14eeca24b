// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as the server has read it, before any application code has run. As a function it answers a header by its name,
 * whatever the case, or {@code null}. Read on the thread that serves the request only; reading changes nothing.
 */
public abstract class InboundRequest implements Function<String, @Nullable String> {

    public abstract @Nullable String method();

    /** The path as it was sent, without the query; it may carry path parameters. */
    public abstract @Nullable String path();

    /** {@code null} where the server does not know it yet. */
    public abstract @Nullable String scheme();

    /** The host that the client addressed, or {@code null}. */
    public abstract @Nullable String serverName();

    /** 0 or less where unknown. */
    public abstract int serverPort();

    /** The other end of the connection as an IP address, or {@code null}. */
    public abstract @Nullable String peerAddress();

    /** The host of the {@code Host} header without its port, for servers that do not read it themselves. */
    protected final @Nullable String hostHeader() {
        String host = apply("host");
        // The colons of an IPv6 address are in brackets.
        int colon = host == null ? -1 : host.lastIndexOf(':');
        return host == null || colon <= host.lastIndexOf(']') ? host : host.substring(0, colon);
    }
}
