// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A producer sends a message in a certain way, and a listener is told of the end. */
@Instrument(
        name = "jms",
        library = "JMS providers",
        types = "org.apache.activemq.artemis.jms.client.ActiveMQMessageProducer",
        subtypesOf = {"javax.jms.MessageProducer", "jakarta.jms.MessageProducer"},
        nameHint = "MessageProducer",
        except = {"org.springframework.", "org.messaginghub.", "org.apache.activemq.jms.pool."},
        methods = {
            "send(javax.jms.Message,int,int,long,javax.jms.CompletionListener)",
            "send(jakarta.jms.Message,int,int,long,jakarta.jms.CompletionListener)"
        })
public final class AsyncSendWith {
    private AsyncSendWith() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 4, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object where,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object message,
            @Advice.Argument(value = 4, typing = DYNAMIC) @Nullable Object listener) {
        return Sending.begin(message, where, listener);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Sending.sent(entered, thrown);
    }
}
