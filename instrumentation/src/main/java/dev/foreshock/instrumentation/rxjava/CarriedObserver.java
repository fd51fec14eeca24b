// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rxjava;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Cursor;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.disposables.Disposable;

/** An observer together with what subscribed; the subscription is passed on as it is. */
final class CarriedObserver<T> implements Observer<T> {
    private final Observer<? super T> actual;
    private final CarriedContext context;

    CarriedObserver(Observer<? super T> actual, CarriedContext context) {
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
}
