// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** The consumer's thread is done with the records that it has got, and asks for more. */
@Instrument(
        name = "kafka-clients",
        library = "Kafka consumer",
        types = "org.apache.kafka.clients.consumer.KafkaConsumer",
        methods = {"poll(java.time.Duration)", "poll(long)"})
public final class ConsumerPoll {
    private ConsumerPoll() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object consumer) {
        PollLoop.next(consumer);
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object consumer, @Advice.Return(typing = DYNAMIC) @Nullable Object answer) {
        if (consumer instanceof Consumer<?, ?> polled && answer instanceof ConsumerRecords<?, ?> records) {
            KnownConsumer.of(polled).polled(polled, records);
        }
    }
}
