// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.urlconnection;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.http.AttemptChain;
import dev.foreshock.instrumentation.http.OutboundCall;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one connection object, which serves one call of the application's. They stay on no thread: the application may do
 * anything between connecting and asking for the response. A redirect has headers of its own; an answer to a challenge on the same
 * connection, and what is sent again because nothing came, carry those of the first attempt.
 *
 * <p>Knows nothing of its connection, which could not be collected otherwise.
 */
final class Exchange {
    private final AttemptChain attempts = new AttemptChain();
    private boolean withBody;
    private boolean redirected;
    private boolean written;
    private int readers;

    /** {@code null} where nothing is recorded. */
    static @Nullable Exchange opening(HttpURLConnection connection, boolean withBody) {
        Exchange exchange = of(connection);
        if (exchange == null) {
            exchange = new Exchange();
            Associations.put(connection, exchange);
            exchange.begin(connection, withBody);
        } else if (exchange.redirected) {
            exchange.begin(connection, false);
        }
        return exchange;
    }

    static @Nullable Exchange of(@Nullable Object connection) {
        return connection == null ? null : Associations.get(connection, Exchange.class);
    }

    private void begin(HttpURLConnection connection, boolean body) {
        withBody = body;
        redirected = false;
        written = false;
        ConnectionRequest request = new ConnectionRequest(connection, body);
        Operation operation = attempts.begin(request);
        if (operation != null) {
            request.noteTimeouts(operation);
        }
    }

    /** Without a redirect in between it is the answer to a challenge. */
    void writing(HttpURLConnection connection) {
        Operation latest = attempts.latest();
        if (written && latest != null && latest.isEnded()) {
            begin(connection, withBody);
        }
        written = true;
    }

    /** Inside itself the response to what was sent again. */
    void reading(HttpURLConnection connection, Object client) {
        Operation latest = attempts.latest();
        if (readers++ > 0 && latest != null) {
            begin(connection, withBody);
            latest = attempts.latest();
        }
        if (latest != null && connection.getURL().getProtocol().equals("https")) {
            OutboundCall.peer(latest, TlsConnection.peerOf(client));
        }
    }

    void read() {
        readers--;
    }

    void answered(int status) {
        Operation latest = attempts.latest();
        if (latest != null) {
            OutboundCall.end(latest, status, null);
        }
    }

    void failed(Throwable thrown) {
        Operation latest = attempts.latest();
        if (latest != null) {
            OutboundCall.end(latest, 0, thrown);
        }
    }

    void redirected() {
        redirected = true;
    }

    /** One that was only opened was no request. */
    void disconnected() {
        Operation latest = attempts.latest();
        if (latest == null || latest.isEnded()) {
            return;
        }
        if (written) {
            OutboundCall.cancelled(latest);
        } else {
            Recorder.instance().cancel(latest);
        }
    }
}
