// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springkafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.kafka.ConsumedRecords;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record is handed to its listener, and to the error handler where the listener throws. */
@Instrument(
        name = "spring-kafka",
        library = "Spring Kafka",
        types = "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer",
        methods = "doInvokeRecordListener",
        firstArgument = "org.apache.kafka.clients.consumer.ConsumerRecord")
public final class RecordListen {
    private RecordListen() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "consumer", typing = DYNAMIC) @Nullable Object consumer,
            @Advice.FieldValue(value = "consumerGroupId", typing = DYNAMIC) @Nullable Object group,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object record) {
        return record instanceof ConsumerRecord<?, ?> delivered
                ? ConsumedRecords.begin(consumer, (String) group, delivered)
                : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object record,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Operation root) {
            if (record instanceof ConsumerRecord<?, ?> delivered) {
                ConsumedRecords.attempt(root, delivered);
            }
            Deliveries.end(root, answer, thrown);
        }
    }
}
