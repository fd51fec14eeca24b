// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;

/** The application asks for no more messages over this channel. */
@Instrument(
        name = "rabbitmq",
        library = "RabbitMQ client",
        types = "com.rabbitmq.client.impl.ChannelN",
        methods = "close(int,java.lang.String,boolean,java.lang.Throwable,boolean)")
public final class ChannelClose {
    private ChannelClose() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object channel) {
        PollLoop.closed(channel);
    }
}
