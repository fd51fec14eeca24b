// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;

/** A message is deleted, since it was served, or made visible at once for whoever asks next. */
@Instrument(
        name = "aws-sqs",
        library = "Amazon SQS, AWS SDK 2",
        types = {
            "software.amazon.awssdk.services.sqs.DefaultSqsClient",
            "software.amazon.awssdk.services.sqs.DefaultSqsAsyncClient"
        },
        methods = {
            "deleteMessage(software.amazon.awssdk.services.sqs.model.DeleteMessageRequest)",
            "deleteMessageBatch(software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest)",
            "changeMessageVisibility(software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest)",
            "changeMessageVisibilityBatch(software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest)"
        })
public final class MessageSettle {
    private static final String ACKNOWLEDGED = "ack";
    private static final String REQUEUED = "requeue";

    private MessageSettle() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null) {
            return;
        }
        if (request instanceof DeleteMessageRequest one) {
            ConsumedQueue.settled(one.receiptHandle(), ACKNOWLEDGED);
        } else if (request instanceof DeleteMessageBatchRequest several) {
            for (DeleteMessageBatchRequestEntry entry : several.entries()) {
                ConsumedQueue.settled(entry.receiptHandle(), ACKNOWLEDGED);
            }
        } else if (request instanceof ChangeMessageVisibilityRequest one) {
            changed(one.receiptHandle(), one.visibilityTimeout());
        } else if (request instanceof ChangeMessageVisibilityBatchRequest several) {
            for (ChangeMessageVisibilityBatchRequestEntry entry : several.entries()) {
                changed(entry.receiptHandle(), entry.visibilityTimeout());
            }
        }
    }

    private static void changed(@Nullable String receiptHandle, @Nullable Integer seconds) {
        if (seconds != null && seconds == 0) {
            ConsumedQueue.settled(receiptHandle, REQUEUED);
        }
    }
}
