// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rxjava;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Cursor;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.disposables.Disposable;

/** An observer of one value or none together with what subscribed. */
final class CarriedMaybe<T> implements MaybeObserver<T> {
    private final MaybeObserver<? super T> actual;
    private final CarriedContext context;

    CarriedMaybe(MaybeObserver<? super T> actual, CarriedContext context) {
        this.actual = actual;
        this.context = context;
    }

    @Override
    public void onSubscribe(Disposable subscription) {
        Cursor.Resumption before = context.attach();
        try {
            actual.onSubscribe(subscription);
        } finally {
            CarriedContext.restore(before);
        }
    }

    @Override
    public void onSuccess(T value) {
        Cursor.Resumption before = context.attach();
        try {
            actual.onSuccess(value);
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
}
