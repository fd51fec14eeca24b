// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.messaging.SentMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The sending of a message, or of a batch, with all attempts of the SDK. */
final class Sending implements BiConsumer<Object, Throwable> {
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final Operation operation;

    private Sending(Operation operation) {
        this.operation = operation;
    }

    /**
     * Begins it.
     *
     * @return the request to send and this; {@code null} where nothing is recorded
     */
    static Object @Nullable [] begin(@Nullable Object request) {
        if (request instanceof SendMessageRequest message) {
            return one(message);
        }
        return request instanceof SendMessageBatchRequest batch ? several(batch) : null;
    }

    private static Object @Nullable [] one(SendMessageRequest message) {
        Operation operation = operation(message.queueUrl());
        if (operation == null) {
            return null;
        }
        AttributeSpace space = new AttributeSpace();
        space.add(message.messageBody(), message.messageAttributes());
        Map<String, MessageAttributeValue> attributes = inject(operation, message.messageAttributes(), space);
        SendMessageRequest sent = attributes == null
                ? message
                : message.toBuilder().messageAttributes(attributes).build();
        return new Object[] {sent, new Sending(operation)};
    }

    private static Object @Nullable [] several(SendMessageBatchRequest batch) {
        Operation operation = operation(batch.queueUrl());
        if (operation == null) {
            return null;
        }
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>(batch.entries());
        operation.batchSize(entries.size());
        AttributeSpace space = new AttributeSpace();
        for (SendMessageBatchRequestEntry entry : entries) {
            space.add(entry.messageBody(), entry.messageAttributes());
        }
        // What has a context of a tracer's comes first: the operation may take over its ids, and the others get those.
        boolean traced = inject(operation, entries, space, true);
        boolean others = inject(operation, entries, space, false);
        SendMessageBatchRequest sent =
                traced || others ? batch.toBuilder().entries(entries).build() : batch;
        return new Object[] {sent, new Sending(operation)};
    }

    private static @Nullable Operation operation(@Nullable String url) {
        Queue queue = Queue.of(url);
        return SentMessages.begin(queue.target(), queue.name());
    }

    private static boolean inject(
            Operation operation, List<SendMessageBatchRequestEntry> entries, AttributeSpace space, boolean traced) {
        boolean changed = false;
        for (int i = 0; i < entries.size(); i++) {
            SendMessageBatchRequestEntry entry = entries.get(i);
            Map<String, MessageAttributeValue> own = entry.messageAttributes();
            boolean hasContext = !own.isEmpty() && Recorder.instance().link(new MessageAttributes(own, null)) != null;
            if (hasContext != traced) {
                continue;
            }
            Map<String, MessageAttributeValue> attributes = inject(operation, own, space);
            if (attributes != null) {
                entries.set(i, entry.toBuilder().messageAttributes(attributes).build());
                changed = true;
            }
        }
        return changed;
    }

    private static @Nullable Map<String, MessageAttributeValue> inject(
            Operation operation, Map<String, MessageAttributeValue> own, AttributeSpace space) {
        MessageAttributes attributes = new MessageAttributes(own, space);
        Recorder.instance().inject(operation, attributes, attributes);
        return attributes.copy();
    }

    /** The asynchronous client's method has returned: the SDK goes on with it on other threads. */
    void sent(@Nullable CompletableFuture<?> answer, @Nullable Throwable thrown) {
        if (answer == null || thrown != null) {
            accept(null, thrown);
            return;
        }
        operation.detach();
        OutboundCall.whenComplete(answer, this);
    }

    /** SQS has answered, or the sending has failed. */
    @Override
    public void accept(@Nullable Object answer, @Nullable Throwable thrown) {
        if (operation.isEnded()) {
            return;
        }
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof SdkServiceException refused
                && refused.statusCode() >= CLIENT_ERROR
                && refused.statusCode() < SERVER_ERROR
                && !refused.isThrottlingException()) {
            // The service is well, and says that the request was wrong.
            operation.fail(cause.getClass().getName(), Outcome.OK);
        }
        if (answer instanceof SendMessageBatchResponse response
                && !response.failed().isEmpty()) {
            BatchResultErrorEntry first = response.failed().get(0);
            operation.fail(
                    first.code() == null ? "failed" : first.code(),
                    Boolean.TRUE.equals(first.senderFault()) ? Outcome.OK : Outcome.REMOTE_ERROR);
        }
        operation.end(cause);
    }
}
