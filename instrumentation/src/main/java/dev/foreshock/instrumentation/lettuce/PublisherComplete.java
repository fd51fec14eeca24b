// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.lettuce.core.protocol.RedisCommand;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A subscriber gets a reply: what it does with it belongs to whoever sent the command. */
@Instrument(
        name = "lettuce",
        library = "Lettuce",
        types = {"io.lettuce.core.protocol.CommandWrapper", "io.lettuce.core.RedisPublisher$SubscriptionCommand"},
        methods = "complete()")
public final class PublisherComplete {
    private PublisherComplete() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) @Nullable Object command) {
        return command instanceof RedisCommand<?, ?, ?> complete ? Callbacks.begin(complete) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        Callbacks.end(entered);
    }
}
