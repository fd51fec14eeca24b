// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springkafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.kafka.ConsumedRecords;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** A batch is handed to its listener, and to the error handler where the listener throws. */
@Instrument(
        name = "spring-kafka",
        library = "Spring Kafka",
        types = "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer",
        methods = "doInvokeBatchListener",
        firstArgument = "org.apache.kafka.clients.consumer.ConsumerRecords")
public final class BatchListen {
    private BatchListen() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "consumer", typing = DYNAMIC) @Nullable Object consumer,
            @Advice.FieldValue(value = "consumerGroupId", typing = DYNAMIC) @Nullable Object group,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object records) {
        return records instanceof ConsumerRecords<?, ?> delivered
                ? ConsumedRecords.begin(consumer, (String) group, delivered, delivered.count())
                : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Operation root) {
            Deliveries.end(root, answer, thrown);
        }
    }
}
