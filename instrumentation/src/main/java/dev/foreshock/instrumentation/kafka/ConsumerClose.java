// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;

/** A consumer is closed, by the thread that it belongs to. */
@Instrument(
        name = "kafka-clients",
        library = "Kafka consumer",
        types = "org.apache.kafka.clients.consumer.KafkaConsumer",
        methods = "close")
public final class ConsumerClose {
    private ConsumerClose() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object consumer) {
        PollLoop.closed(consumer);
        KnownConsumer.closed(consumer);
    }
}
