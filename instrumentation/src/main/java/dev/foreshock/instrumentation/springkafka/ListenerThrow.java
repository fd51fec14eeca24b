// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springkafka;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A listener has thrown: the error handler is next, which may well end without an exception. */
@Instrument(
        name = "spring-kafka",
        library = "Spring Kafka",
        types = "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer",
        methods = {"invokeOnMessage", "invokeBatchOnMessage"})
public final class ListenerThrow {
    private ListenerThrow() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null) {
            Deliveries.failed(thrown);
        }
    }
}
