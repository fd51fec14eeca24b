// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A message, or a batch, is sent and its answer waited for. */
@Instrument(
        name = "aws-sqs",
        library = "Amazon SQS, AWS SDK 2",
        types = "software.amazon.awssdk.services.sqs.DefaultSqsClient",
        methods = {
            "sendMessage(software.amazon.awssdk.services.sqs.model.SendMessageRequest)",
            "sendMessageBatch(software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest)"
        })
public final class MessageSend {
    private MessageSend() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
            @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0, typing = DYNAMIC))
    public static Object @Nullable [] enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request) {
        return Sending.begin(request);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Object[] assigned && assigned[1] instanceof Sending sending) {
            sending.accept(answer, thrown);
        }
    }
}
