// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import dev.foreshock.api.Associations;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Until when the server's own certificate is valid: read when a TLS session is seen for the first time, and kept with it. Any
 * later request of the session costs a look-up.
 */
public final class PeerCertificate {
    private final @Nullable String notAfter;

    private PeerCertificate(@Nullable String notAfter) {
        this.notAfter = notAfter;
    }

    /** The peer of a session whose handshake is over. */
    public static PeerCertificate of(SSLSession session) {
        PeerCertificate known = known(session);
        if (known != null) {
            return known;
        }
        try {
            return remember(session, session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException anonymous) {
            return remember(session, null);
        }
    }

    /** What is kept with a library's own object for a session; {@code null} where that is seen for the first time. */
    public static @Nullable PeerCertificate known(Object session) {
        return Associations.get(session, PeerCertificate.class);
    }

    /** @param chain the server's own certificate comes first; {@code null} for a cipher without certificates */
    public static PeerCertificate remember(Object session, Certificate @Nullable [] chain) {
        Certificate own = chain == null || chain.length == 0 ? null : chain[0];
        PeerCertificate read = new PeerCertificate(
                own instanceof X509Certificate known
                        ? known.getNotAfter().toInstant().toString()
                        : null);
        Associations.put(session, read);
        return read;
    }

    @Nullable
    String notAfter() {
        return notAfter;
    }
}
