// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rxjava;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to ticks, or to what is gathered from tick to tick, which may go on for ever: it belongs to the request for as long
 * as that is under way, and then to nobody.
 */
@Instrument(
        name = "rxjava",
        library = "RxJava 3",
        types = {
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableBufferTimed",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableInterval",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableIntervalRange",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableSampleTimed",
            "io.reactivex.rxjava3.internal.operators.flowable.FlowableWindowTimed",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableBufferTimed",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableInterval",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableIntervalRange",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableSampleTimed",
            "io.reactivex.rxjava3.internal.operators.observable.ObservableWindowTimed"
        },
        methods = "subscribeActual")
public final class IntervalSubscribe {
    private IntervalSubscribe() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object source,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object observer) {
        return Carrier.of(source, observer, CarriedContext.captureUntilEnd());
    }
}
