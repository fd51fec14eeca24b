// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Links;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Messages of a queue as units of work: one by itself, or several at once. Stateless; the thread that consumes them calls it. */
public final class ConsumedQueue {
    /**
     * What is known of a message.
     *
     * @param headers looks up an attribute by its name
     * @param receiptHandle what it is deleted by; {@code null} where unknown
     * @param sentMillis by the clock of SQS, 0 where unknown
     * @param deliveries so far, 0 where unknown
     */
    public record Received(
            Function<String, @Nullable String> headers,
            @Nullable String receiptHandle,
            long sentMillis,
            int deliveries) {}

    private ConsumedQueue() {}

    /** Whether a unit that begins now on this thread would be one. */
    public static boolean isWanted() {
        Cursor cursor = Cursor.get();
        Operation open = cursor.openUnit();
        return !cursor.isSuppressed() && (open == null || open.unit().isOpenEnded());
    }

    /**
     * Begins one.
     *
     * @param url of the queue, or its name
     * @param batch whether they are consumed together, though it may be one only
     */
    public static @Nullable Operation begin(@Nullable String url, List<Received> messages, boolean batch) {
        if (messages.isEmpty() || !isWanted()) {
            return null;
        }
        Queue queue = Queue.of(url);
        Operation root = batch ? several(queue, messages) : one(queue, messages.get(0));
        if (root != null) {
            long oldest = Long.MAX_VALUE;
            // A batch comes again where each of its messages does.
            int deliveries = Integer.MAX_VALUE;
            String[] handles = new String[messages.size()];
            for (int i = 0; i < handles.length; i++) {
                Received message = messages.get(i);
                if (message.sentMillis > 0) {
                    oldest = Math.min(oldest, message.sentMillis);
                }
                deliveries = Math.min(deliveries, message.deliveries);
                handles[i] = message.receiptHandle;
            }
            ConsumedMessages.sentAt(root, oldest == Long.MAX_VALUE ? 0 : oldest);
            ConsumedMessages.delivery(root, deliveries);
            Cursor.get().remember(root, handles);
        }
        return root;
    }

    private static @Nullable Operation one(Queue queue, Received message) {
        return ConsumedMessages.begin(queue.target(), queue.name(), message.headers);
    }

    private static @Nullable Operation several(Queue queue, List<Received> messages) {
        Links links = new Links();
        for (Received message : messages) {
            links.add(Recorder.instance().link(message.headers));
        }
        return ConsumedMessages.begin(queue.target(), queue.name(), links, messages.size());
    }

    /** The thread tells SQS what becomes of a message: it counts where the thread serves that one. */
    static void settled(@Nullable String receiptHandle, String how) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (cursor == null || root == null || root.kind() != Kind.MESSAGE || receiptHandle == null) {
            return;
        }
        Target target = root.target();
        String[] handles =
                target != null && target.system().equals(Queue.SYSTEM) ? cursor.recent(root, String[].class) : null;
        if (handles == null) {
            return;
        }
        for (String handle : handles) {
            if (receiptHandle.equals(handle)) {
                ConsumedMessages.settled(root, how);
                return;
            }
        }
    }
}
