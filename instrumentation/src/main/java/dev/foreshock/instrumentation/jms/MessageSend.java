// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A producer sends a message to the destination that it was made for. */
@Instrument(
        name = "jms",
        library = "JMS providers",
        types = {
            "org.apache.activemq.ActiveMQMessageProducerSupport",
            "org.apache.activemq.artemis.jms.client.ActiveMQMessageProducer"
        },
        subtypesOf = {"javax.jms.MessageProducer", "jakarta.jms.MessageProducer"},
        nameHint = "MessageProducer",
        except = {"org.springframework.", "org.messaginghub.", "org.apache.activemq.jms.pool."},
        methods = {
            "send(javax.jms.Message)",
            "send(javax.jms.Message,int,int,long)",
            "send(jakarta.jms.Message)",
            "send(jakarta.jms.Message,int,int,long)"
        })
public final class MessageSend {
    private MessageSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object producer,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object message) {
        return Sending.begin(message, producer);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Operation operation) {
            operation.end(thrown);
        }
    }
}
