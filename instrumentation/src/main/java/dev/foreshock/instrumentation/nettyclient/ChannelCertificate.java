// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import dev.foreshock.instrumentation.http.PeerCertificate;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificate of a channel, for every client over Netty. To be asked once an answer has come: before, the handshake
 * may be under way.
 */
public final class ChannelCertificate {
    private static final boolean HAS_TLS = isThere("io.netty.handler.ssl.SslHandler");

    private ChannelCertificate() {}

    /** {@code null} where the channel, or the connection that it is a stream of, has no TLS. Allocates nothing then. */
    public static @Nullable PeerCertificate of(Channel channel) {
        if (!HAS_TLS) {
            return null;
        }
        PeerCertificate own = Tls.of(channel);
        Channel connection = own == null ? channel.parent() : null;
        return connection == null ? own : Tls.of(connection);
    }

    /** The module that the handler is in may be missing. */
    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, ChannelCertificate.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static final class Tls {
        static @Nullable PeerCertificate of(Channel channel) {
            SslHandler handler = channel.pipeline().get(SslHandler.class);
            return handler == null ? null : PeerCertificate.of(handler.engine().getSession());
        }
    }
}
