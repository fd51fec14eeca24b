// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jettyclient;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.http.PeerCertificate;
import java.util.Collection;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One attempt under way, kept with its request until it has been answered, and after that for what listeners do. */
final class Attempt {
    private static final int INTERIM = 200;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Operation operation;
    private final boolean secure;

    private Attempt(Operation operation, boolean secure) {
        this.operation = operation;
        this.secure = secure;
    }

    static void begin(Object exchange, Object destination, Object request) {
        ClientRequest outbound = new ClientRequest(request);
        if ("CONNECT".equals(outbound.method())) {
            // The way through a proxy is part of the attempt that needs it.
            return;
        }
        Operation operation = OutboundCall.begin(outbound, attemptsBefore(exchange));
        if (operation == null) {
            return;
        }
        Object client = JettyTypes.get(JettyTypes.DESTINATION_CLIENT, destination);
        long connect = client == null ? -1 : JettyTypes.number(JettyTypes.CONNECT_TIMEOUT, client);
        long whole = JettyTypes.number(JettyTypes.TIMEOUT, request);
        long idle = JettyTypes.number(JettyTypes.IDLE_TIMEOUT, request);
        OutboundCall.timeouts(operation, connect, whole > 0 && (idle <= 0 || whole < idle) ? whole : Math.max(0, idle));
        OutboundCall.detach(operation);
        Associations.put(request, new Attempt(operation, "https".equalsIgnoreCase(outbound.scheme())));
    }

    /** The exchange that now begins is one of those of its conversation. */
    private static int attemptsBefore(Object exchange) {
        Object conversation = JettyTypes.get(JettyTypes.CONVERSATION, exchange);
        Object exchanges = conversation == null ? null : JettyTypes.get(JettyTypes.EXCHANGES, conversation);
        return exchanges instanceof Collection<?> all ? Math.max(0, all.size() - 1) : 0;
    }

    static @Nullable Attempt of(@Nullable Object request) {
        return request == null ? null : Associations.get(request, Attempt.class);
    }

    static @Nullable Attempt ofExchange(Object exchange) {
        return of(requestOf(exchange));
    }

    static @Nullable Object requestOf(Object exchange) {
        return JettyTypes.get(JettyTypes.EXCHANGE_REQUEST, exchange);
    }

    /** The head of a response has been read, though it may be an interim one. */
    void answered(Object exchange, Object request) {
        int status = status(exchange);
        if (status >= INTERIM || status == SWITCHING_PROTOCOLS) {
            SSLSession session = secure ? JettyTypes.sessionOf(request) : null;
            OutboundCall.peer(operation, session == null ? null : PeerCertificate.of(session));
            OutboundCall.end(operation, status, null);
        }
    }

    void over(Throwable failure) {
        OutboundCall.end(operation, 0, failure);
    }

    private static int status(Object exchange) {
        Object response = JettyTypes.get(JettyTypes.EXCHANGE_RESPONSE, exchange);
        return response == null ? 0 : (int) JettyTypes.number(JettyTypes.STATUS, response);
    }

    /** Has the thread go on with what the request was sent for; {@code null} where it does already, or that is over. */
    Cursor.@Nullable Resumption resume() {
        Operation cause = operation.parent();
        Cursor cursor = Cursor.get();
        boolean over =
                cause == null || cause.kind() == Kind.BACKGROUND || cause.unit().isEnded();
        return over || cursor.current() != null ? null : cursor.attach(cause);
    }
}
