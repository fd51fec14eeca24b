// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What the session has delivered is to be delivered again. */
@Instrument(
        name = "jms",
        library = "ActiveMQ and Artemis",
        types = {"org.apache.activemq.ActiveMQSession", "org.apache.activemq.artemis.jms.client.ActiveMQSession"},
        methods = {"rollback()", "recover()"})
public final class SessionRollback {
    private SessionRollback() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.FieldValue(value = "consumers", typing = DYNAMIC) @Nullable Object consumers) {
        Deliveries.settled(consumers, "requeue");
    }
}
