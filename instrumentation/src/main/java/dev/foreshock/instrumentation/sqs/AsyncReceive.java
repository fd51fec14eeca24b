// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Messages are asked for, most likely by a framework, which hands them to listeners. */
@Instrument(
        name = "aws-sqs",
        library = "Amazon SQS, AWS SDK 2",
        types = "software.amazon.awssdk.services.sqs.DefaultSqsAsyncClient",
        methods = "receiveMessage(software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest)")
public final class AsyncReceive {
    private AsyncReceive() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object client,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request) {
        PollLoop.next(client);
        return request instanceof ReceiveMessageRequest asked ? ReceiveRequest.completed(asked) : null;
    }
}
