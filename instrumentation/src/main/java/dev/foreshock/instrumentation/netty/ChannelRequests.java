// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.api.Cursor;
import dev.foreshock.instrumentation.http.RequestUnit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that are not answered yet. HTTP/1.1 answers them in the order in which they came (RFC 9112,
 * section 9.3), so a response that is written belongs to the oldest of them.
 *
 * <p>Lives on the channel and dies with it; what is open when the connection is closed is ended then. Used by the executor of
 * the channel's codec alone, as Netty has it.
 */
public final class ChannelRequests implements ChannelFutureListener {
    /** More requests than that on one connection without an answer are counted, and not recorded. */
    private static final int MAX_OPEN = 128;

    private static final AttributeKey<ChannelRequests> KEY = AttributeKey.valueOf(ChannelRequests.class, "requests");

    private final boolean secure;
    private final ArrayDeque<Exchange> unanswered = new ArrayDeque<>(2);
    private int unrecorded;
    private @Nullable Exchange reading;
    private boolean informational;
    private boolean ignoring;

    private ChannelRequests(Channel channel) {
        this.secure = isSecure(channel);
    }

    /** {@code null} for a channel that has seen no request. */
    static @Nullable ChannelRequests of(Channel channel) {
        return channel.attr(KEY).get();
    }

    /** A request has been decoded: this thread serves it until {@link #leave}. */
    static void begin(Channel channel, HttpRequest request) {
        ChannelRequests requests = of(channel);
        if (requests == null) {
            requests = new ChannelRequests(channel);
            channel.attr(KEY).set(requests);
            channel.closeFuture().addListener(requests);
        }
        requests.begin(new NettyRequest(channel, request, requests.secure), request);
    }

    private void begin(NettyRequest inbound, HttpRequest request) {
        reading = null;
        if (unrecorded > 0 || unanswered.size() == MAX_OPEN) {
            unrecorded++;
            return;
        }
        // What could not be decoded is answered too, by whoever finds that out.
        boolean decoded = request.decoderResult().isSuccess();
        Exchange exchange = new Exchange(decoded ? RequestUnit.begin(inbound) : null);
        unanswered.add(exchange);
        reading = exchange;
        ignoring = exchange.isIgnored();
    }

    /** More of the request that was decoded last has come in. */
    void resume() {
        Exchange exchange = reading;
        if (exchange != null && exchange.unit != null && !exchange.unit.isOver()) {
            exchange.unit.resume();
            ignoring = exchange.isIgnored();
        }
    }

    /** The thread is about to decode something else. */
    void leave() {
        Exchange exchange = reading;
        if (ignoring) {
            ignoring = false;
            Cursor.get().endIgnored();
        } else if (exchange != null && exchange.unit != null && !exchange.isIgnored()) {
            exchange.unit.leave(null);
        }
    }

    /** The request that is to be answered next; {@code null} where there is none, or nothing is recorded of it. */
    public static @Nullable RequestUnit next(Channel channel) {
        ChannelRequests requests = of(channel);
        Exchange exchange = requests == null ? null : requests.unanswered.peek();
        return exchange == null ? null : exchange.unit;
    }

    /** A response has been encoded, or at least its head. */
    void answering(int status) {
        informational = status >= 100 && status < 200 && status != 101;
        Exchange exchange = unanswered.peek();
        if (exchange != null && !informational) {
            exchange.status = status;
        }
    }

    /** The oldest request is going to be answered on a stream: what follows is HTTP/2. */
    void upgraded(Channel channel) {
        informational = true;
        Exchange exchange = unanswered.poll();
        if (exchange != null && exchange.unit != null) {
            StreamRequests.make(channel).adopt(StreamRequests.UPGRADED, exchange.unit);
            reading = null;
        }
    }

    /** The last part of a response has been encoded. */
    void answered() {
        if (informational) {
            informational = false;
            return;
        }
        Exchange exchange = unanswered.poll();
        if (exchange != null) {
            exchange.end();
            // The connection may stay idle for long: it must not keep the trace.
            reading = reading == exchange ? null : reading;
        } else if (unrecorded > 0) {
            unrecorded--;
        }
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        for (Exchange exchange = unanswered.poll(); exchange != null; exchange = unanswered.poll()) {
            exchange.end();
        }
        reading = null;
    }

    private static boolean isSecure(Channel channel) {
        for (Map.Entry<String, ChannelHandler> handler : channel.pipeline()) {
            for (Class<?> type = handler.getValue().getClass(); type != null; type = type.getSuperclass()) {
                // By name: the module that it is in may be missing.
                if (type.getName().equals("io.netty.handler.ssl.SslHandler")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static final class Exchange {
        final @Nullable RequestUnit unit;
        int status;

        Exchange(@Nullable RequestUnit unit) {
            this.unit = unit;
        }

        boolean isIgnored() {
            return unit != null && unit.isIgnored();
        }

        void end() {
            if (unit == null) {
                return;
            }
            if (status == 0) {
                unit.abandon();
            } else {
                unit.end(status, null);
            }
        }
    }
}
