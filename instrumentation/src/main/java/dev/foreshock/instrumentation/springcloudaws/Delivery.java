// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springcloudaws;

import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.sqs.ConsumedQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** What a listener has been handed. An asynchronous one is done with it when its future is. */
final class Delivery implements BiConsumer<Object, Throwable> {
    private static final String URL = "Sqs_QueueUrl";
    private static final String NAME = "Sqs_QueueName";
    private static final String RECEIPT_HANDLE = "Sqs_ReceiptHandle";
    private static final String SENT = "Sqs_Msa_SentTimestamp";
    private static final String DELIVERIES = "Sqs_Msa_ApproximateReceiveCount";
    private static final String B3 = "x-b3-";
    private static final int MAX_CAUSES = 8;

    /** What Spring puts around whatever a listener throws. */
    private static final String WRAPPERS = "io.awspring.cloud.sqs.listener.";

    private final Operation root;

    private Delivery(Operation root) {
        this.root = root;
    }

    static @Nullable Delivery begin(Collection<?> messages, boolean batch) {
        if (!ConsumedQueue.isWanted()) {
            return null;
        }
        List<ConsumedQueue.Received> received = new ArrayList<>(messages.size());
        String queue = null;
        for (Object each : messages) {
            if (each instanceof Message<?> message) {
                MessageHeaders headers = message.getHeaders();
                String url = text(headers, URL);
                queue = url == null ? text(headers, NAME) : url;
                received.add(new ConsumedQueue.Received(
                        new Headers(headers), text(headers, RECEIPT_HANDLE), number(headers, SENT), (int)
                                Math.min(Integer.MAX_VALUE, number(headers, DELIVERIES))));
            }
        }
        Operation root = ConsumedQueue.begin(queue, received, batch);
        return root == null ? null : new Delivery(root);
    }

    private static @Nullable String text(MessageHeaders headers, String name) {
        return headers.get(name) instanceof String text ? text : null;
    }

    private static long number(MessageHeaders headers, String name) {
        try {
            String text = text(headers, name);
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** The listener was called, or an executor was given the call. */
    void handed(@Nullable CompletableFuture<?> end, @Nullable Throwable thrown) {
        if (end == null || thrown != null) {
            accept(null, thrown);
        } else if (end.isDone()) {
            OutboundCall.whenComplete(end, this);
        } else {
            root.detach();
            OutboundCall.whenComplete(end, this);
        }
    }

    @Override
    public void accept(@Nullable Object nothing, @Nullable Throwable thrown) {
        Throwable own = thrown;
        for (int i = 0; i < MAX_CAUSES && own != null && own.getCause() != null && isWrapper(own); i++) {
            own = own.getCause();
        }
        root.end(own);
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof CompletionException
                || thrown.getClass().getName().startsWith(WRAPPERS);
    }

    /** Names of B3 are written in more than one way. */
    private record Headers(MessageHeaders headers) implements Function<String, @Nullable String> {
        @Override
        public @Nullable String apply(String name) {
            String value = text(headers, name);
            if (value == null && name.startsWith(B3)) {
                for (String each : headers.keySet()) {
                    if (name.equalsIgnoreCase(each)) {
                        value = text(headers, each);
                    }
                }
            }
            return value;
        }
    }
}
