// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.nats.client.MessageHandler;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A dispatcher is made with a handler for all messages that have no other one, which may be a lambda. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = "io.nats.client.impl.NatsConnection",
        methods = "createDispatcher(io.nats.client.MessageHandler)")
public final class DispatcherCreate {
    private DispatcherCreate() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object handler) {
        return handler instanceof MessageHandler given && !(given instanceof RecordedHandler)
                ? new RecordedHandler(given)
                : null;
    }
}
