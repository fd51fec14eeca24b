// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import net.bytebuddy.asm.Advice;

/** A transaction ends, and with it the consumption of its messages. */
@Instrument(
        name = "jms",
        library = "ActiveMQ and Artemis",
        types = {"org.apache.activemq.ActiveMQSession", "org.apache.activemq.artemis.jms.client.ActiveMQSession"},
        methods = "commit()")
public final class SessionCommit {
    private SessionCommit() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit() {
        ConsumedMessages.settled(Deliveries.current(), "ack");
    }
}
