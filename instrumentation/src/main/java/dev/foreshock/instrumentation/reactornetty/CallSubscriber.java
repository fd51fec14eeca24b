// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import dev.foreshock.api.Cursor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.netty.Connection;
import reactor.util.context.Context;

/**
 * Who has subscribed to a request: one of these for each request, which passes everything on in the context of the
 * subscription, and sees the end of a call that was cancelled or never got as far as an answer.
 */
final class CallSubscriber implements CoreSubscriber<Connection>, Subscription, Scannable {
    private final CoreSubscriber<? super Connection> subscriber;
    private final ClientCall call;
    private @Nullable Subscription subscription;

    CallSubscriber(CoreSubscriber<? super Connection> subscriber, ClientCall call) {
        this.subscriber = subscriber;
        this.call = call;
    }

    @Override
    public Context currentContext() {
        return subscriber.currentContext();
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        subscriber.onSubscribe(this);
    }

    @Override
    public void onNext(Connection connection) {
        Cursor.Resumption before = call.resume();
        try {
            subscriber.onNext(connection);
        } finally {
            Cursor.get().restore(before);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        call.end(thrown);
        Cursor.Resumption before = call.resume();
        try {
            subscriber.onError(thrown);
        } finally {
            Cursor.get().restore(before);
        }
    }

    @Override
    public void onComplete() {
        call.end(null);
        Cursor.Resumption before = call.resume();
        try {
            subscriber.onComplete();
        } finally {
            Cursor.get().restore(before);
        }
    }

    @Override
    public void request(long n) {
        Subscription begun = subscription;
        if (begun != null) {
            begun.request(n);
        }
    }

    @Override
    public void cancel() {
        call.cancelled();
        Subscription begun = subscription;
        if (begun != null) {
            begun.cancel();
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return subscription;
        }
        return key == Attr.ACTUAL ? subscriber : null;
    }
}
