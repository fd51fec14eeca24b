// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one outbound connection that are not answered yet. HTTP/1.1 answers them in the order in which they were
 * sent (RFC 9112, section 9.3), so that the head of a response belongs to the oldest of them.
 *
 * <p>Lives on the channel and dies with it; what is open when the connection is closed is ended then. Used by the executor of
 * the channel's codec alone, as Netty has it.
 */
final class ChannelCalls implements ChannelFutureListener {
    /** More requests than that on one connection without an answer are counted, and not recorded. */
    private static final int MAX_OPEN = 128;

    private static final int FINAL = 200;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final AttributeKey<ChannelCalls> KEY = AttributeKey.valueOf(ChannelCalls.class, "calls");

    private final ClientPipeline pipeline;
    private final ArrayDeque<Call> unanswered = new ArrayDeque<>(2);
    private int unrecorded;
    private @Nullable Call reading;
    private @Nullable Throwable cause;
    private long attachedTrace;
    private Cursor.@Nullable Mark before;

    private ChannelCalls(Channel channel) {
        this.pipeline = ClientPipeline.of(channel);
    }

    /** {@code null} for a channel that has sent no request, or that belongs to a client which is recorded elsewhere. */
    static @Nullable ChannelCalls of(Channel channel) {
        ChannelCalls calls = channel.attr(KEY).get();
        return calls == null || calls.pipeline.isCovered() ? null : calls;
    }

    /** A request is about to be encoded. Answers what has to be told when it has been; {@code null} where nothing is recorded. */
    static @Nullable Call begin(Channel channel, HttpRequest request) {
        ChannelCalls calls = channel.attr(KEY).get();
        if (calls == null) {
            calls = new ChannelCalls(channel);
            channel.attr(KEY).set(calls);
            if (!calls.pipeline.isCovered()) {
                channel.closeFuture().addListener(calls);
            }
        }
        return calls.pipeline.isCovered() ? null : calls.next(channel, request);
    }

    private @Nullable Call next(Channel channel, HttpRequest request) {
        if (unrecorded > 0 || unanswered.size() == MAX_OPEN) {
            unrecorded++;
            return null;
        }
        // The way through a proxy is part of the request that needs it.
        boolean tunnel = request.method().equals(HttpMethod.CONNECT);
        Call call = tunnel ? new Call(null, null, null) : call(channel, request);
        unanswered.add(call);
        if (channel.closeFuture().isDone()) {
            operationComplete(null);
        }
        return tunnel ? null : call;
    }

    private Call call(Channel channel, HttpRequest request) {
        Cursor cursor = Cursor.get();
        Operation current = cursor.current();
        // What an event loop does in the background is nothing that a request belongs to.
        boolean idle = current == null
                || current.unit().isEnded()
                || current.unit().root().kind() == Kind.BACKGROUND;
        Operation opener = idle ? ConnectBegin.opener(channel) : null;
        Cursor.Resumption interrupted = opener == null ? null : cursor.attach(opener);
        try {
            Operation context = cursor.capture();
            ClientRequest outbound = new ClientRequest(channel, request, pipeline.isSecure());
            Operation operation = OutboundCall.begin(outbound, 0);
            if (operation != null) {
                OutboundCall.detach(operation);
                OutboundCall.timeouts(operation, channel.config().getConnectTimeoutMillis(), pipeline.readMillis());
            }
            return new Call(operation, context, outbound);
        } finally {
            if (interrupted != null) {
                cursor.restore(interrupted);
            }
        }
    }

    /** The head of a response has been decoded, though it may be an interim one. */
    void answered(int status, Channel channel) {
        if (status < FINAL && status != SWITCHING_PROTOCOLS) {
            reading = unanswered.peek();
            return;
        }
        reading = unanswered.poll();
        cause = null;
        if (reading == null) {
            unrecorded = Math.max(0, unrecorded - 1);
        } else {
            reading.answered(status, pipeline.isSecure() ? channel : null);
        }
    }

    /** A part of a response has been decoded, and will be passed on before the next step of decoding. */
    void resume(boolean last) {
        Call call = reading;
        if (last) {
            // The connection may stay idle for long: it must not keep the trace.
            reading = null;
        }
        Operation context = call == null ? null : call.context;
        if (context != null) {
            Cursor cursor = Cursor.get();
            before = cursor.mark();
            attachedTrace = context.unit().traceIdLow();
            var unused = cursor.attach(context);
        }
    }

    /** The thread is about to decode something else. It may have left the call before, with the decoder. */
    void leave() {
        Cursor.Mark mark = before;
        if (mark != null) {
            before = null;
            Cursor cursor = Cursor.get();
            Operation current = cursor.current();
            if (current == null || current.unit().traceIdLow() == attachedTrace) {
                cursor.returnTo(mark);
            }
        }
    }

    /** An exception goes through the pipeline; where the connection is closed for it, it is why the requests have failed. */
    void threw(Throwable thrown) {
        if (cause == null && !unanswered.isEmpty()) {
            cause = thrown;
        }
    }

    /** This side closes the connection. */
    void closing() {
        for (Call call = unanswered.poll(); call != null; call = unanswered.poll()) {
            if (cause == null) {
                call.cancelled();
            } else {
                call.end(0, cause);
            }
        }
    }

    @Override
    public void operationComplete(@Nullable ChannelFuture closed) {
        for (Call call = unanswered.poll(); call != null; call = unanswered.poll()) {
            call.closed(cause);
        }
        reading = null;
        cause = null;
    }
}
