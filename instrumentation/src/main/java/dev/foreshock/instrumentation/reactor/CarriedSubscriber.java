// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactor;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Cursor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * A subscriber together with what subscribed. The subscription is passed on as it is, so that the two may still agree on a
 * queue between them.
 */
public final class CarriedSubscriber<T> implements CoreSubscriber<T>, Scannable {
    private final CoreSubscriber<? super T> actual;
    private final CarriedContext context;

    private CarriedSubscriber(CoreSubscriber<? super T> actual, CarriedContext context) {
        this.actual = actual;
        this.context = context;
    }

    /** Answers {@code null} where the subscriber can stay as it is. */
    static @Nullable Object of(@Nullable Object subscriber, @Nullable CarriedContext context) {
        return context != null
                        && subscriber instanceof CoreSubscriber<?> actual
                        && !(actual instanceof CarriedSubscriber)
                ? new CarriedSubscriber<>(actual, context)
                : null;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        Cursor.Resumption before = context.attach();
        try {
            actual.onSubscribe(subscription);
        } finally {
            CarriedContext.restore(before);
        }
    }

    @Override
    public void onNext(T value) {
        Cursor.Resumption before = context.attach();
        try {
            actual.onNext(value);
        } finally {
            CarriedContext.restore(before);
        }
    }

    @Override
    public void onError(Throwable error) {
        Cursor.Resumption before = context.attach();
        try {
            actual.onError(error);
        } finally {
            CarriedContext.restore(before);
        }
    }

    @Override
    public void onComplete() {
        Cursor.Resumption before = context.attach();
        try {
            actual.onComplete();
        } finally {
            CarriedContext.restore(before);
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    /** Steps of the chain are found through this one as if it were not there. */
    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public @Nullable Object scanUnsafe(Attr key) {
        return key == Attr.ACTUAL ? actual : null;
    }

    @Override
    public String toString() {
        return actual.toString();
    }
}
