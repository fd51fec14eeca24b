// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import net.bytebuddy.asm.Advice;

/** What the session has delivered is to be delivered again. */
@Instrument(
        name = "jms",
        library = "ActiveMQ and Artemis",
        types = {"org.apache.activemq.ActiveMQSession", "org.apache.activemq.artemis.jms.client.ActiveMQSession"},
        methods = {"rollback()", "recover()"})
public final class SessionRollback {
    private SessionRollback() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit() {
        ConsumedMessages.settled(Deliveries.current(), "requeue");
    }
}
