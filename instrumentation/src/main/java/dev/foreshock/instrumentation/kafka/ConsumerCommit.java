// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application commits offsets itself. */
@Instrument(
        name = "kafka-clients",
        library = "Kafka consumer",
        types = "org.apache.kafka.clients.consumer.KafkaConsumer",
        methods = {"commitSync", "commitAsync"})
public final class ConsumerCommit {
    private ConsumerCommit() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This(typing = DYNAMIC) Object consumer, @Advice.Thrown @Nullable Throwable thrown) {
        if (thrown == null) {
            ConsumedRecords.committed(consumer);
        }
    }
}
