// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;

/** A client is closed, most likely by the thread that has asked it for messages. */
@Instrument(
        name = "aws-sqs",
        library = "Amazon SQS, AWS SDK 2",
        types = "software.amazon.awssdk.services.sqs.DefaultSqsClient",
        methods = "close()")
public final class ClientClose {
    private ClientClose() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object client) {
        PollLoop.closed(client);
    }
}
