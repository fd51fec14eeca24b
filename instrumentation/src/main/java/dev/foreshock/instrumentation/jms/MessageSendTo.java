// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A producer sends a message to a destination. ActiveMQ's own way to be told of the end is timed until it returns. */
@Instrument(
        name = "jms",
        library = "JMS providers",
        types = {
            "org.apache.activemq.ActiveMQMessageProducer",
            "org.apache.activemq.ActiveMQMessageProducerSupport",
            "org.apache.activemq.artemis.jms.client.ActiveMQMessageProducer"
        },
        subtypesOf = {"javax.jms.MessageProducer", "jakarta.jms.MessageProducer"},
        nameHint = "MessageProducer",
        except = {"org.springframework.", "org.messaginghub.", "org.apache.activemq.jms.pool."},
        methods = {
            "send(javax.jms.Destination,javax.jms.Message)",
            "send(javax.jms.Destination,javax.jms.Message,int,int,long)",
            "send(javax.jms.Destination,javax.jms.Message,int,int,long,org.apache.activemq.AsyncCallback)",
            "send(jakarta.jms.Destination,jakarta.jms.Message)",
            "send(jakarta.jms.Destination,jakarta.jms.Message,int,int,long)",
            "send(jakarta.jms.Destination,jakarta.jms.Message,int,int,long,org.apache.activemq.AsyncCallback)"
        })
public final class MessageSendTo {
    private MessageSendTo() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object destination,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object message) {
        return Sending.begin(message, destination);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Operation operation) {
            operation.end(thrown);
        }
    }
}
