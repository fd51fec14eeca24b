// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Cursor;
import io.grpc.ForwardingServerCallListener;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Runs each callback of a call in its unit of work: gRPC runs them one after another, on any thread. */
final class CallListener<Q> extends ForwardingServerCallListener<Q> {
    private final ServerCall.Listener<Q> listener;
    private final ServedCall served;

    CallListener(ServerCall.Listener<Q> listener, ServedCall served) {
        this.listener = listener;
        this.served = served;
    }

    @Override
    protected ServerCall.Listener<Q> delegate() {
        return listener;
    }

    @Override
    public void onMessage(Q message) {
        Cursor.Resumption before = served.resume();
        try {
            listener.onMessage(message);
        } catch (Throwable e) {
            served.threw(e);
            throw e;
        } finally {
            served.leave(before);
        }
    }

    @Override
    public void onHalfClose() {
        run(listener::onHalfClose);
    }

    @Override
    public void onReady() {
        run(listener::onReady);
    }

    @Override
    public void onComplete() {
        run(listener::onComplete);
        served.end(Status.OK);
    }

    @Override
    public void onCancel() {
        run(listener::onCancel);
        served.end(Status.CANCELLED);
    }

    private void run(Runnable callback) {
        Cursor.@Nullable Resumption before = served.resume();
        try {
            callback.run();
        } catch (Throwable e) {
            served.threw(e);
            throw e;
        } finally {
            served.leave(before);
        }
    }
}
