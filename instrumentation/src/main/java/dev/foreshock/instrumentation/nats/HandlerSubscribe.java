// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.nats.client.MessageHandler;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A handler is registered for a subject, as it is or within what the client does for JetStream. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = "io.nats.client.impl.NatsDispatcher",
        methods = {"subscribeImpl", "subscribeImplCore", "subscribeImplJetStream"})
public final class HandlerSubscribe {
    private HandlerSubscribe() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 2, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 2, typing = DYNAMIC) @Nullable Object handler) {
        return handler instanceof MessageHandler given && !(given instanceof RecordedHandler)
                ? new RecordedHandler(given)
                : null;
    }
}
