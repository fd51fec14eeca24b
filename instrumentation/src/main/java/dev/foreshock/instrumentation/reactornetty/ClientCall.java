// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import dev.foreshock.api.UrlTemplate;
import dev.foreshock.instrumentation.http.AttemptChain;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.nettyclient.ChannelCertificate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientConfig;

/**
 * One subscription to a request: its attempts, which Reactor Netty makes itself where it follows a redirect or finds a
 * connection of the pool closed, and the context that it was subscribed in. What the client does for it on event loops, which
 * serve many calls by turns, is done in that context.
 *
 * <p>Kept with the client's own object of that subscription, and with the channel that the latest attempt has.
 */
final class ClientCall {
    private static final AttributeKey<ClientCall> KEY = AttributeKey.valueOf(ClientCall.class, "call");
    private static final int FINAL = 200;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final AttemptChain attempts = new AttemptChain();
    private final @Nullable Operation context = Cursor.get().capture();
    private final @Nullable UrlTemplate template;
    private final long connectMillis;

    ClientCall(@Nullable HttpClientConfig config, @Nullable UrlTemplate template) {
        this.template = template;
        Object connect = config == null ? null : config.options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS);
        this.connectMillis = connect instanceof Integer millis ? millis : -1;
    }

    static @Nullable ClientCall of(Channel channel) {
        return channel.attr(KEY).get();
    }

    void begin(String url, String method) {
        Object entered = template == null ? null : UrlTemplate.enter(template);
        try {
            Operation operation = attempts.prepare(new ClientRequest(url, method, null));
            if (operation != null) {
                OutboundCall.timeouts(operation, connectMillis, -1);
            }
        } finally {
            UrlTemplate.exit(entered);
        }
    }

    /** The latest attempt has got a connection, or a stream of one. */
    void connected(Channel channel) {
        channel.attr(KEY).set(this);
    }

    /** The latest attempt is through with its connection. */
    void leave(Channel channel) {
        channel.attr(KEY).compareAndSet(this, null);
    }

    /** The headers are complete, and are about to be written. */
    void send(ClientRequest request, @Nullable Duration responseTimeout) {
        Operation operation = attempts.latest();
        if (operation != null && !operation.isEnded()) {
            OutboundCall.timeouts(operation, -1, responseTimeout == null ? 0 : responseTimeout.toMillis());
            OutboundCall.send(operation, request);
        }
    }

    /** The head of a response has been read, though it may be an interim one. */
    void answered(int status, Channel channel) {
        Operation operation = status >= FINAL || status == SWITCHING_PROTOCOLS ? attempts.latest() : null;
        if (operation != null && !operation.isEnded()) {
            OutboundCall.peer(operation, ChannelCertificate.of(channel));
            OutboundCall.end(operation, status, null);
        }
    }

    /** The latest attempt is over, with what was thrown or without anything that is known. */
    void end(@Nullable Throwable thrown) {
        Operation operation = attempts.latest();
        if (operation != null) {
            OutboundCall.end(operation, 0, thrown);
        }
    }

    /** The subscription was cancelled, if not by an operator that was waiting for no longer than it was told to. */
    void cancelled() {
        Operation operation = attempts.latest();
        if (operation == null || operation.isEnded()) {
            return;
        }
        if (Patience.isOver()) {
            OutboundCall.timedOut(operation);
        } else {
            OutboundCall.cancelled(operation);
        }
    }

    /** The thread goes on with this call. Answers what it did before. */
    Cursor.Resumption resume() {
        return Cursor.get().attach(context);
    }
}
