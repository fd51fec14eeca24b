// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rxjava;

import dev.foreshock.api.CarriedContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableObserver;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Observer;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** Puts an observer together with what subscribed. By the kind of the source, since an observer may be one of several kinds. */
final class Carrier {
    private Carrier() {}

    /** Answers {@code null} where the observer can stay as it is. */
    static @Nullable Object of(Object source, @Nullable Object observer, @Nullable CarriedContext context) {
        if (context == null) {
            return null;
        }
        if (source instanceof Observable && observer instanceof Observer<?> actual) {
            return new CarriedObserver<>(actual, context);
        }
        if (source instanceof Flowable && observer instanceof Subscriber<?> actual) {
            return new CarriedSubscriber<>(actual, context);
        }
        if (source instanceof Single && observer instanceof SingleObserver<?> actual) {
            return new CarriedSingle<>(actual, context);
        }
        if (source instanceof Maybe && observer instanceof MaybeObserver<?> actual) {
            return new CarriedMaybe<>(actual, context);
        }
        return source instanceof Completable && observer instanceof CompletableObserver actual
                ? new CarriedCompletable(actual, context)
                : null;
    }
}
