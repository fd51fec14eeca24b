// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application asks for its listener, and gets its own. */
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
        methods = "getMessageListener()")
public final class ListenerGet {
    private ListenerGet() {}

    @Advice.AssignReturned.ToReturned(typing = DYNAMIC)
    @Advice.OnMethodExit(inline = false)
    public static @Nullable Object exit(@Advice.Return(typing = DYNAMIC) @Nullable Object listener) {
        return listener instanceof Deliveries.Wrapper wrapper ? wrapper.wrapped() : listener;
    }
}
