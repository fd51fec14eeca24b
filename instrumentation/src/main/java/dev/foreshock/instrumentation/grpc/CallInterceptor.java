// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Makes every call that a server knows a unit of work. */
final class CallInterceptor implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ServedCall served = ServedCall.begin(call, headers);
        if (served == null) {
            return next.startCall(call, headers);
        }
        try {
            return new CallListener<>(next.startCall(new Answered<>(call, served), headers), served);
        } catch (Throwable e) {
            served.threw(e);
            throw e;
        } finally {
            served.leave(null);
        }
    }

    /** Sees how the application closes the call. */
    private static final class Answered<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final ServedCall served;

        Answered(ServerCall<Q, R> call, ServedCall served) {
            super(call);
            this.served = served;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            try {
                super.close(status, trailers);
            } finally {
                served.end(status);
            }
        }
    }
}
