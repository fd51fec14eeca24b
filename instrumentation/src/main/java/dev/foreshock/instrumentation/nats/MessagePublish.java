// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.messaging.SentMessages;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A message is given to the connection's writer: all ways to send come here. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = "io.nats.client.impl.NatsConnection",
        methods = "publishInternal")
public final class MessagePublish {
    private MessagePublish() {}

    /** The headers to send, and the operation where this call is all of it. */
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 2, index = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static Object @Nullable [] enter(
            @Advice.This(typing = DYNAMIC) Object connection,
            @Advice.Argument(0) @Nullable String subject,
            @Advice.Argument(value = 2, typing = DYNAMIC) @Nullable Object headers,
            @Advice.Argument(3) byte @Nullable [] body) {
        if (subject == null || !Subjects.isMessage(subject)) {
            return null;
        }
        Connection used = (Connection) connection;
        Operation operation = SentMessages.begin(KnownServer.of(used), Subjects.destination(subject));
        Operation sent = operation;
        if (sent == null) {
            sent = Sending.open();
            if (sent == null) {
                return null;
            }
            sent.target(KnownServer.of(used));
        }
        return new Object[] {Sending.withContext(used, sent, (Headers) headers, body), operation};
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun, @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Object[] assigned && assigned[1] instanceof Operation operation) {
            operation.end(thrown);
        }
    }
}
