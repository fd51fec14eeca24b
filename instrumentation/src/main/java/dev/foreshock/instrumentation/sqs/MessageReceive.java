// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** A thread is done with the messages that it has got, asks for more and waits for them. */
@Instrument(
        name = "aws-sqs",
        library = "Amazon SQS, AWS SDK 2",
        types = "software.amazon.awssdk.services.sqs.DefaultSqsClient",
        methods = "receiveMessage(software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest)")
public final class MessageReceive {
    private MessageReceive() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object client,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request) {
        PollLoop.next(client);
        return request instanceof ReceiveMessageRequest asked && PollLoop.begins()
                ? ReceiveRequest.completed(asked)
                : null;
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object client,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer) {
        if (request instanceof ReceiveMessageRequest asked && answer instanceof ReceiveMessageResponse response) {
            ReceivedMessages.begin(client, asked.queueUrl(), response.messages());
        }
    }
}
