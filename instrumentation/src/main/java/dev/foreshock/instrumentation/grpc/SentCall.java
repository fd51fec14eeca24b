// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Cursor;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/** One outbound call, as the application's stubs and interceptors drive it. */
final class SentCall<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private final MethodDescriptor<Q, R> method;
    private final CallAttempts attempts;
    private boolean described;

    SentCall(ClientCall<Q, R> call, MethodDescriptor<Q, R> method, CallAttempts attempts) {
        super(call);
        this.method = method;
        this.attempts = attempts;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
        Cursor cursor = Cursor.get();
        // A blocking stub runs the callbacks on its own thread, which is where it was.
        SentCallListener<R> wrapped = attempts.isServedByCaller()
                ? new SentCallListener<>(listener, attempts, false, null)
                : new SentCallListener<>(listener, attempts, true, cursor.capture());
        attempts.start(headers);
        try {
            super.start(wrapped, headers);
        } catch (Throwable e) {
            attempts.threw(e);
            throw e;
        }
    }

    /** Of a call with one request that tells what it asks for; of a stream of them the number is no matter. */
    @Override
    public void sendMessage(Q message) {
        if (!described) {
            described = true;
            if (method.getType().clientSendsOneMessage()) {
                attempts.parameters(MessageHash.of(method, message));
            }
        }
        super.sendMessage(message);
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        attempts.cancel();
        super.cancel(message, cause);
    }
}
