// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.instrumentation.http.InboundRequest;
import dev.foreshock.instrumentation.http.RequestUnit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.util.AttributeKey;
import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one HTTP/2 connection that are not answered yet, each by its stream.
 *
 * <p>Lives on the connection's channel and dies with it; what is open when the connection is closed is ended then. Used by the
 * executor of the channel's codec alone, as Netty has it.
 */
final class StreamRequests implements ChannelFutureListener {
    /** The stream of a request that was sent with HTTP/1.1 and is answered with HTTP/2 (RFC 7540, section 3.2). */
    static final int UPGRADED = 1;

    /** More streams than that are not recorded. */
    private static final int MAX_OPEN = 1_024;

    private static final AttributeKey<StreamRequests> KEY = AttributeKey.valueOf(StreamRequests.class, "streams");

    private final IntObjectHashMap<Exchange> unanswered = new IntObjectHashMap<>();

    private StreamRequests() {}

    /** {@code null} for a channel that has seen no request over HTTP/2. */
    static @Nullable StreamRequests of(Channel channel) {
        return channel.attr(KEY).get();
    }

    static StreamRequests make(Channel channel) {
        StreamRequests requests = channel.attr(KEY).get();
        if (requests == null) {
            requests = new StreamRequests();
            channel.attr(KEY).set(requests);
            channel.closeFuture().addListener(requests);
        }
        return requests;
    }

    /** gRPC's calls are recorded as such, and not as requests. */
    static boolean isOfGrpc(@Nullable ChannelHandler codec) {
        return codec != null && codec.getClass().getName().startsWith("io.grpc.");
    }

    /** The head of a request has come in: this thread serves it. {@code null} where that is known already, or nothing is recorded. */
    @Nullable
    RequestUnit begin(int stream, InboundRequest request) {
        if (unanswered.size() >= MAX_OPEN || unanswered.containsKey(stream)) {
            return null;
        }
        RequestUnit unit = RequestUnit.begin(request);
        if (unit != null) {
            unanswered.put(stream, new Exchange(unit));
        }
        return unit;
    }

    /** The stream goes on with a request that was begun before there were streams. */
    void adopt(int stream, RequestUnit unit) {
        unanswered.put(stream, new Exchange(unit));
    }

    /** What is open on the stream; {@code null} where nothing is. */
    @Nullable
    RequestUnit open(int stream) {
        Exchange exchange = unanswered.get(stream);
        return exchange == null ? null : exchange.unit;
    }

    /** The head of a response is being written, or one of its interim ones. */
    void answering(int stream, int status) {
        Exchange exchange = status < 200 ? null : unanswered.get(stream);
        if (exchange != null && exchange.status == 0) {
            exchange.status = status;
        }
    }

    /** The last frame of a response has been written, or the stream is given up by one of the two. */
    void over(int stream) {
        Exchange exchange = unanswered.remove(stream);
        if (exchange != null) {
            exchange.end();
        }
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        for (Exchange exchange : unanswered.values()) {
            exchange.end();
        }
        unanswered.clear();
    }

    private static final class Exchange {
        final RequestUnit unit;
        int status;

        Exchange(RequestUnit unit) {
            this.unit = unit;
        }

        void end() {
            if (status == 0) {
                unit.abandon();
            } else {
                unit.end(status, null);
            }
        }
    }
}
