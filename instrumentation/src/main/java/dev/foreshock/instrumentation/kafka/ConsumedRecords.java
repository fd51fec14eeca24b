// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Links;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.messaging.ConsumedMessages;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** Records as units of work: one by itself, or several at once. Stateless; the thread that consumes them calls it. */
public final class ConsumedRecords {
    /** Of a batch: one with more records is as old as these, and is linked to their producers. */
    private static final int MOST_READ = 1_000;

    private static final String SEVERAL_TOPICS = "several topics";
    private static final String DELIVERY_ATTEMPT = "kafka_deliveryAttempt";

    private ConsumedRecords() {}

    /** Whether a unit that begins now on this thread would be one. */
    private static boolean isWanted() {
        Cursor cursor = Cursor.get();
        Operation open = cursor.openUnit();
        return !cursor.isSuppressed() && (open == null || open.unit().isOpenEnded());
    }

    /**
     * One record.
     *
     * @param consumer the client that got it
     * @param group its group, where the client does not tell
     */
    public static @Nullable Operation begin(
            @Nullable Object consumer, @Nullable String group, ConsumerRecord<?, ?> record) {
        KnownConsumer known = KnownConsumer.of(consumer);
        Operation root = ConsumedMessages.begin(known.target(), record.topic(), new MessageHeaders(record.headers()));
        if (root != null) {
            describe(root, consumer, known, group);
            root.attribute("messaging.destination.partition.id", Integer.toString(record.partition()));
            root.attribute("messaging.kafka.offset", record.offset());
            ConsumedMessages.sentAt(root, record.timestamp());
        }
        return root;
    }

    /** A batch, which may be of one record only: its listener gets it as one. */
    public static @Nullable Operation begin(
            @Nullable Object consumer,
            @Nullable String group,
            Iterable<? extends ConsumerRecord<?, ?>> records,
            int count) {
        if (!isWanted()) {
            return null;
        }
        Links links = new Links();
        ConsumerRecord<?, ?> first = null;
        boolean oneTopic = true;
        boolean onePartition = true;
        long oldest = Long.MAX_VALUE;
        int read = 0;
        for (ConsumerRecord<?, ?> record : records) {
            if (first == null) {
                first = record;
            } else {
                oneTopic &= first.topic().equals(record.topic());
                onePartition &= first.partition() == record.partition();
            }
            if (record.timestamp() > 0) {
                oldest = Math.min(oldest, record.timestamp());
            }
            links.add(Recorder.instance().link(new MessageHeaders(record.headers())));
            if (++read == MOST_READ) {
                break;
            }
        }
        if (first == null) {
            return null;
        }
        KnownConsumer known = KnownConsumer.of(consumer);
        Operation root =
                ConsumedMessages.begin(known.target(), oneTopic ? first.topic() : SEVERAL_TOPICS, links, count);
        if (root != null) {
            describe(root, consumer, known, group);
            if (oneTopic && onePartition && count <= MOST_READ) {
                root.attribute("messaging.destination.partition.id", Integer.toString(first.partition()));
                root.attribute("messaging.kafka.offset", first.offset());
            }
            ConsumedMessages.sentAt(root, oldest == Long.MAX_VALUE ? 0 : oldest);
        }
        return root;
    }

    private static void describe(
            Operation root, @Nullable Object consumer, KnownConsumer known, @Nullable String group) {
        // A wrapper is not what commits.
        if (consumer instanceof KafkaConsumer) {
            root.unit().receivedBy(consumer);
        }
        String own = known.group();
        root.attribute("messaging.consumer.group.name", own == null ? group : own);
    }

    /** How often the container has delivered the record, where it was asked to say so in a header: four bytes. */
    public static void attempt(Operation root, ConsumerRecord<?, ?> record) {
        var header = record.headers().lastHeader(DELIVERY_ATTEMPT);
        byte[] value = header == null ? null : header.value();
        if (value != null && value.length == Integer.BYTES) {
            ConsumedMessages.delivery(
                    root, value[0] << 24 | (value[1] & 0xFF) << 16 | (value[2] & 0xFF) << 8 | (value[3] & 0xFF));
        }
    }

    /** Offsets were committed by the thread that consumes. Another consumer's, which its loop has asked meanwhile, are not those of its unit. */
    static void committed(Object consumer) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (root != null && root.kind() == Kind.MESSAGE) {
            Object receiver = root.unit().receiver();
            if (receiver != null && receiver != consumer) {
                return;
            }
            Target target = root.target();
            if (target != null && target.system().equals(Brokers.UNKNOWN.system())) {
                ConsumedMessages.settled(root, "ack");
            }
        }
    }
}
