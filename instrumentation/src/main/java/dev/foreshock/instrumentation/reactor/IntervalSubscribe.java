// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactor;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A subscription to ticks, which may go on for ever: they belong to the request for as long as it is under way, and then to nobody. */
@Instrument(
        name = "reactor",
        library = "Reactor",
        types = "reactor.core.publisher.FluxInterval",
        methods = "subscribe(reactor.core.CoreSubscriber)")
public final class IntervalSubscribe {
    private IntervalSubscribe() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object subscriber) {
        return CarriedSubscriber.of(subscriber, CarriedContext.captureUntilEnd());
    }
}
