// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A producer sends a message to a destination in a certain way, and a listener is told of the end. */
@Instrument(
        name = "jms",
        library = "JMS providers",
        types = "org.apache.activemq.artemis.jms.client.ActiveMQMessageProducer",
        subtypesOf = {"javax.jms.MessageProducer", "jakarta.jms.MessageProducer"},
        nameHint = "MessageProducer",
        except = {"org.springframework.", "org.messaginghub.", "org.apache.activemq.jms.pool."},
        methods = {
            "send(javax.jms.Destination,javax.jms.Message,int,int,long,javax.jms.CompletionListener)",
            "send(jakarta.jms.Destination,jakarta.jms.Message,int,int,long,jakarta.jms.CompletionListener)"
        })
public final class AsyncSendToWith {
    private AsyncSendToWith() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 5, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object where,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object message,
            @Advice.Argument(value = 5, typing = DYNAMIC) @Nullable Object listener) {
        return Sending.begin(message, where, listener);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Sending.sent(entered, thrown);
    }
}
