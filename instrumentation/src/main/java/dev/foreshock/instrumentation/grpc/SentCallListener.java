// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Ends the call, and runs the application's callbacks in what it did when it made the call, on whatever thread. */
final class SentCallListener<R> extends ForwardingClientCallListener<R> {
    private final ClientCall.Listener<R> listener;
    private final CallAttempts attempts;
    private final boolean elsewhere;
    private final @Nullable Operation caller;

    /**
     * @param elsewhere whether callbacks run on other threads than the caller's
     * @param caller what they go on with then
     */
    SentCallListener(
            ClientCall.Listener<R> listener, CallAttempts attempts, boolean elsewhere, @Nullable Operation caller) {
        this.listener = listener;
        this.attempts = attempts;
        this.elsewhere = elsewhere;
        this.caller = caller;
    }

    @Override
    protected ClientCall.Listener<R> delegate() {
        return listener;
    }

    @Override
    public void onHeaders(Metadata headers) {
        Cursor.Resumption before = enter();
        try {
            listener.onHeaders(headers);
        } finally {
            leave(before);
        }
    }

    @Override
    public void onMessage(R message) {
        Cursor.Resumption before = enter();
        try {
            listener.onMessage(message);
        } finally {
            leave(before);
        }
    }

    @Override
    public void onReady() {
        Cursor.Resumption before = enter();
        try {
            listener.onReady();
        } finally {
            leave(before);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        attempts.closed(status);
        Cursor.Resumption before = enter();
        try {
            listener.onClose(status, trailers);
        } finally {
            leave(before);
        }
    }

    private Cursor.@Nullable Resumption enter() {
        return elsewhere ? Cursor.get().attach(caller) : null;
    }

    private static void leave(Cursor.@Nullable Resumption before) {
        if (before != null) {
            Cursor.get().restore(before);
        }
    }
}
