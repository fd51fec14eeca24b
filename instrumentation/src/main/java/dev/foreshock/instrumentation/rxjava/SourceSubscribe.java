// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rxjava;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a source whose signals come from elsewhere: what a callback or a driver completes, a subject that others signal
 * to, a source that several observers share or that keeps what the first one has fetched.
 */
@Instrument(
        name = "rxjava",
        library = "RxJava 3",
        types = {
            "io.reactivex.rxjava3.internal.operators.completable.CompletableCache",
            "io.reactivex.rxjava3.internal.operators.completable.CompletableCreate",
            "io.reactivex.rxjava3.internal.operators.completable.CompletableFromPublisher",
            "io.reactivex.rxjava3.internal.operators.completable.CompletableFromUnsafeSource",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableCache",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableCreate",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableFromPublisher",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowablePublish",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableReplay",
            "io.reactivex.rxjava3.internal.operators.maybe.MaybeCache",
            "io.reactivex.rxjava3.internal.operators.maybe.MaybeCreate",
            "io.reactivex.rxjava3.internal.operators.maybe.MaybeUnsafeCreate",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableCache",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableCreate",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableFromPublisher",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableFromUnsafeSource",
            "io.reactivex.rxjava3.internal.operators.observable.ObservablePublish",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableReplay",
            "io.reactivex.rxjava3.internal.operators.single.SingleCache",
            "io.reactivex.rxjava3.internal.operators.single.SingleCreate",
            "io.reactivex.rxjava3.internal.operators.single.SingleFromPublisher",
            "io.reactivex.rxjava3.internal.operators.single.SingleFromUnsafeSource",
            "io.reactivex.rxjava3.processors.AsyncProcessor",
            "io.reactivex.rxjava3.processors.BehaviorProcessor",
            "io.reactivex.rxjava3.processors.MulticastProcessor",
            "io.reactivex.rxjava3.processors.PublishProcessor",
            "io.reactivex.rxjava3.processors.ReplayProcessor",
            "io.reactivex.rxjava3.processors.UnicastProcessor",
            "io.reactivex.rxjava3.subjects.AsyncSubject",
            "io.reactivex.rxjava3.subjects.BehaviorSubject",
            "io.reactivex.rxjava3.subjects.CompletableSubject",
            "io.reactivex.rxjava3.subjects.MaybeSubject",
            "io.reactivex.rxjava3.subjects.PublishSubject",
            "io.reactivex.rxjava3.subjects.ReplaySubject",
            "io.reactivex.rxjava3.subjects.SingleSubject",
            "io.reactivex.rxjava3.subjects.UnicastSubject"
        },
        methods = "subscribeActual")
public final class SourceSubscribe {
    private SourceSubscribe() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object source,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object observer) {
        return Carrier.of(source, observer, CarriedContext.capture());
    }
}
