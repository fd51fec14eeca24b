// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application, or a container of a framework, asks for one message. */
@Instrument(
        name = "jms",
        library = "JMS providers",
        types = {
            "org.apache.activemq.ActiveMQMessageConsumer",
            "org.apache.activemq.artemis.jms.client.ActiveMQMessageConsumer"
        },
        subtypesOf = {"javax.jms.MessageConsumer", "jakarta.jms.MessageConsumer"},
        nameHint = "MessageConsumer",
        except = {"org.springframework.", "org.messaginghub.", "org.apache.activemq.jms.pool."},
        methods = {"receive()", "receive(long)", "receiveNoWait()"})
public final class MessageReceive {
    private MessageReceive() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object consumer) {
        PollLoop.next(consumer);
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object consumer, @Advice.Return(typing = DYNAMIC) @Nullable Object message) {
        if (message != null) {
            Deliveries.received(message, consumer);
        }
    }
}
