// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Links;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread serves. Immutable.
 *
 * @param served the message; of several at once the subscription that they came by
 * @param connection that they came by
 */
record Delivery(@Nullable Object served, @Nullable Connection connection) {
    /** Of a batch: one with more messages is as old as these, and is linked to their senders. */
    private static final int MOST_READ = 1_000;

    private static final String SEVERAL_SUBJECTS = "several subjects";

    /** One message. Throws nothing: a handler calls it outside any advice. */
    static @Nullable Operation begin(@Nullable Object given) {
        try {
            if (!(given instanceof Message message) || message.isStatusMessage() || isServed(message)) {
                return null;
            }
            Operation root = ConsumedMessages.begin(
                    KnownServer.of(message.getConnection()),
                    Subjects.destination(message.getSubject()),
                    new MessageHeaders(message.getHeaders()));
            if (root != null) {
                describe(root, message.getSubscription());
                NatsJetStreamMetaData stored = stored(message);
                if (stored != null) {
                    ConsumedMessages.delivery(root, number(stored));
                    ConsumedMessages.sentAt(root, sentMillis(stored));
                }
                Cursor.get().remember(root, new Delivery(message, message.getConnection()));
            }
            return root;
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().dropped("begin_failed");
            return null;
        }
    }

    /** What was fetched at once: one message is a unit by itself. */
    static @Nullable Operation begin(List<?> messages) {
        if (messages.size() == 1) {
            return begin(messages.get(0));
        }
        if (messages.isEmpty() || !isWanted()) {
            return null;
        }
        Links links = new Links();
        long oldest = Long.MAX_VALUE;
        // A batch comes again where each of its messages does.
        int deliveries = Integer.MAX_VALUE;
        String subject = null;
        Message first = null;
        int read = 0;
        for (Object each : messages) {
            if (each instanceof Message message) {
                String template = template(message.getSubject());
                if (first == null) {
                    first = message;
                    subject = template;
                } else if (subject != null && !subject.equals(template)) {
                    subject = null;
                }
                links.add(Recorder.instance().link(new MessageHeaders(message.getHeaders())));
                NatsJetStreamMetaData stored = stored(message);
                long sent = stored == null ? 0 : sentMillis(stored);
                oldest = sent > 0 ? Math.min(oldest, sent) : oldest;
                deliveries = Math.min(deliveries, stored == null ? 1 : number(stored));
                if (++read == MOST_READ) {
                    break;
                }
            }
        }
        if (first == null) {
            return null;
        }
        Operation root = ConsumedMessages.begin(
                KnownServer.of(first.getConnection()),
                subject == null ? SEVERAL_SUBJECTS : subject,
                links,
                messages.size());
        if (root != null) {
            describe(root, first.getSubscription());
            ConsumedMessages.delivery(root, deliveries);
            ConsumedMessages.sentAt(root, oldest == Long.MAX_VALUE ? 0 : oldest);
            Cursor.get().remember(root, new Delivery(first.getSubscription(), first.getConnection()));
        }
        return root;
    }

    private static boolean isWanted() {
        Cursor cursor = Cursor.get();
        Operation open = cursor.openUnit();
        return !cursor.isSuppressed() && (open == null || open.unit().isOpenEnded());
    }

    private static void describe(Operation root, @Nullable Subscription subscription) {
        String queue = subscription == null ? null : subscription.getQueueName();
        root.attribute("messaging.consumer.group.name", queue == null || queue.isEmpty() ? null : queue);
    }

    private static @Nullable String template(String subject) {
        return Recorder.instance().message(Subjects.destination(subject)).collection();
    }

    /** What JetStream says of it, in the subject that it is to be acknowledged to; {@code null} where it says nothing. */
    private static @Nullable NatsJetStreamMetaData stored(Message message) {
        try {
            return message.isJetStream() ? message.metaData() : null;
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private static int number(NatsJetStreamMetaData stored) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, stored.deliveredCount()));
    }

    private static long sentMillis(NatsJetStreamMetaData stored) {
        return stored.timestamp() == null ? 0 : stored.timestamp().toInstant().toEpochMilli();
    }

    private static boolean isServed(Message message) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        Delivery delivery = cursor == null || root == null ? null : cursor.recent(root, Delivery.class);
        return delivery != null && delivery.served == message;
    }

    /** A connection is closed, and with it all its subscriptions. */
    static void closed(Connection connection) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openEndedUnit();
        Delivery delivery = cursor == null || root == null ? null : cursor.recent(root, Delivery.class);
        if (cursor != null && delivery != null && connection.equals(delivery.connection)) {
            cursor.endOpenEnded();
        }
    }

    /** The application tells the server what to do with a message. */
    static void settled(Object settled, String how) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (cursor == null || root == null || root.kind() != Kind.MESSAGE) {
            return;
        }
        Delivery delivery = cursor.recent(root, Delivery.class);
        if (delivery != null
                && (delivery.served == settled
                        || (settled instanceof Message message && delivery.served == message.getSubscription()))) {
            ConsumedMessages.settled(root, how);
        }
    }
}
