// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactor;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a source whose signals come from elsewhere: what a callback or a driver completes, a sink that others emit
 * into, a publisher that several subscribers share or that keeps what the first one has fetched.
 */
@Instrument(
        name = "reactor",
        library = "Reactor",
        types = {
            "reactor.adapter.JdkFlowAdapter$FlowPublisherAsFlux",
            "reactor.core.publisher.DirectProcessor",
            "reactor.core.publisher.EmitterProcessor",
            "reactor.core.publisher.FluxCreate",
            "reactor.core.publisher.FluxPublish",
            "reactor.core.publisher.FluxReplay",
            "reactor.core.publisher.FluxSource",
            "reactor.core.publisher.MonoCacheInvalidateIf",
            "reactor.core.publisher.MonoCacheInvalidateWhen",
            "reactor.core.publisher.MonoCacheTime",
            "reactor.core.publisher.MonoCreate",
            "reactor.core.publisher.MonoFromPublisher",
            "reactor.core.publisher.MonoIgnorePublisher",
            "reactor.core.publisher.NextProcessor",
            "reactor.core.publisher.ReplayProcessor",
            "reactor.core.publisher.SinkEmptyMulticast",
            "reactor.core.publisher.SinkManyBestEffort",
            "reactor.core.publisher.SinkManyEmitterProcessor",
            "reactor.core.publisher.SinkManyReplayProcessor",
            "reactor.core.publisher.SinkManyUnicast",
            "reactor.core.publisher.SinkManyUnicastNoBackpressure",
            "reactor.core.publisher.SinkOneMulticast",
            "reactor.core.publisher.UnicastManySinkNoBackpressure",
            "reactor.core.publisher.UnicastProcessor"
        },
        methods = {"subscribe(reactor.core.CoreSubscriber)", "subscribeOrReturn(reactor.core.CoreSubscriber)"})
public final class SourceSubscribe {
    private SourceSubscribe() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object subscriber) {
        return CarriedSubscriber.of(subscriber, CarriedContext.capture());
    }
}
