// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.messaging.SentMessages;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One record under way, in front of the application's own callback. The producer calls it once, on the thread that sends or on its
 * own one. What the application does in its callback belongs to what it was doing when it sent the record.
 */
final class SentRecord implements Callback {
    private final Operation operation;
    private final @Nullable CarriedContext sender;
    private final @Nullable Callback callback;

    private SentRecord(Operation operation, @Nullable CarriedContext sender, @Nullable Callback callback) {
        this.operation = operation;
        this.sender = sender;
        this.callback = callback;
    }

    /**
     * Begins the sending of a record.
     *
     * @return the record to send and the callback to tell, {@code null} where nothing is recorded
     */
    static Object @Nullable [] begin(
            Object producer,
            ProducerRecord<?, ?> record,
            @Nullable Callback callback,
            @Nullable Object config,
            @Nullable Object apiVersions) {
        CarriedContext sender = callback == null ? null : CarriedContext.capture();
        KnownProducer known = KnownProducer.of(producer, config);
        Operation operation = SentMessages.begin(known.target(), record.topic());
        if (operation == null) {
            return null;
        }
        Headers copy = null;
        if (HeaderSupport.isThere(apiVersions)) {
            MessageHeaders headers =
                    new MessageHeaders(record.headers(), RecordSize.room(record, known.largestRequest()));
            Recorder.instance().inject(operation, headers, headers);
            copy = headers.copy();
        }
        // The answer may come before the method returns.
        operation.detach();
        return new Object[] {
            copy == null ? record : withHeaders(record, copy), new SentRecord(operation, sender, callback)
        };
    }

    private static <K, V> ProducerRecord<K, V> withHeaders(ProducerRecord<K, V> record, Headers headers) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.timestamp(), record.key(), record.value(), headers);
    }

    /** The producer has thrown: nobody will be called. */
    void threw(Throwable thrown) {
        operation.end(thrown);
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (metadata != null && !operation.isEnded()) {
            if (metadata.partition() >= 0) {
                operation.attribute("messaging.destination.partition.id", Integer.toString(metadata.partition()));
            }
            if (metadata.hasOffset()) {
                operation.attribute("messaging.kafka.offset", metadata.offset());
            }
        }
        operation.end(exception);
        if (callback != null) {
            Cursor.Resumption before = sender == null ? null : sender.attach();
            try {
                callback.onCompletion(metadata, exception);
            } finally {
                CarriedContext.restore(before);
            }
        }
    }
}
