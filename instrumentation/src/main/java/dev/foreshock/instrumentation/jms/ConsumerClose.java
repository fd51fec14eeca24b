// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;

/** The application asks for no more messages. */
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
        methods = "close()")
public final class ConsumerClose {
    private ConsumerClose() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object consumer) {
        PollLoop.closed(consumer);
    }
}
