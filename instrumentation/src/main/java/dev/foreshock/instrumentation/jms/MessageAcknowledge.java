// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** The application has dealt with a message. */
@Instrument(
        name = "jms",
        library = "ActiveMQ and Artemis",
        types = {"org.apache.activemq.command.ActiveMQMessage", "org.apache.activemq.artemis.jms.client.ActiveMQMessage"
        },
        methods = "acknowledge()")
public final class MessageAcknowledge {
    private MessageAcknowledge() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object message) {
        Deliveries.acknowledged(message);
    }
}
