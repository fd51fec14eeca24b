// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A transaction ends, and with it the consumption of its messages. */
@Instrument(
        name = "jms",
        library = "ActiveMQ and Artemis",
        types = {"org.apache.activemq.ActiveMQSession", "org.apache.activemq.artemis.jms.client.ActiveMQSession"},
        methods = "commit()")
public final class SessionCommit {
    private SessionCommit() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.FieldValue(value = "consumers", typing = DYNAMIC) @Nullable Object consumers) {
        Deliveries.settled(consumers, "ack");
    }
}
