// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springkafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.kafka.KnownConsumer;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A container's thread begins to poll for its listener: polls themselves are no work. */
@Instrument(
        name = "spring-kafka",
        library = "Spring Kafka",
        types = "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer",
        methods = "run()")
public final class ContainerRun {
    private ContainerRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.FieldValue(value = "consumer", typing = DYNAMIC) @Nullable Object consumer) {
        KnownConsumer.handsOn(consumer);
    }
}
