// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A consumer gets its listener, which may be a lambda: what it does with a message can be seen from around it only. */
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
        methods = {"setMessageListener(javax.jms.MessageListener)", "setMessageListener(jakarta.jms.MessageListener)"})
public final class ListenerSet {
    private ListenerSet() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object consumer,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object given) {
        // A consumer around another one hands the listener on: the inner one is that of the session.
        Object listener = given instanceof Deliveries.Wrapper known ? known.wrapped() : given;
        if (listener == null) {
            return null;
        }
        return JmsMessage.isA(listener.getClass(), "jakarta.jms.MessageListener")
                ? new JakartaListener(listener, consumer)
                : new JavaxListener(listener, consumer);
    }
}
