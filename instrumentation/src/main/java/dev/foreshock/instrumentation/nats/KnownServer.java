// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Target;
import io.nats.client.Connection;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection goes to, kept with it until it goes elsewhere. Immutable.
 *
 * @param url as the client has it
 */
record KnownServer(String url, Target target) {
    /** Where that is not known, or not known yet. */
    static final Target UNKNOWN = new Target("nats", null, 0, null);

    private static final int PORT = 4222;

    static Target of(@Nullable Connection connection) {
        String url = connection == null ? null : connection.getConnectedUrl();
        if (connection == null || url == null) {
            return UNKNOWN;
        }
        KnownServer known = Associations.get(connection, KnownServer.class);
        if (known == null || !known.url.equals(url)) {
            known = new KnownServer(url, target(url));
            Associations.put(connection, known);
        }
        return known.target;
    }

    /** The URL may hold a user and a password. */
    private static Target target(String url) {
        try {
            URI uri = new URI(url.contains("://") ? url : "nats://" + url);
            String host = uri.getHost();
            if (host == null) {
                return UNKNOWN;
            }
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            return new Target("nats", host, uri.getPort() > 0 ? uri.getPort() : PORT, null);
        } catch (URISyntaxException unreadable) {
            return UNKNOWN;
        }
    }

    /** Says no URL: one may hold a password. */
    @Override
    public String toString() {
        return target.display();
    }
}
