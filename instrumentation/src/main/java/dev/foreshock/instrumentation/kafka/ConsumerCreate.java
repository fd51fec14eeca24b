// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** A consumer is made: its settings are at hand, which it does not keep. */
@Instrument(
        name = "kafka-clients",
        library = "Kafka consumer",
        types = "org.apache.kafka.clients.consumer.KafkaConsumer",
        methods = "<init>",
        firstArgument = "org.apache.kafka.clients.consumer.ConsumerConfig")
public final class ConsumerCreate {
    private ConsumerCreate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object consumer,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object config) {
        if (config instanceof ConsumerConfig settings) {
            KnownConsumer.created(consumer, settings);
        }
    }
}
