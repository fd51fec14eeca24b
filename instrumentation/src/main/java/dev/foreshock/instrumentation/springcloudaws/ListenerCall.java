// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springcloudaws;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** A message, or a batch, is handed to its listener, of whichever kind. */
@Instrument(
        name = "spring-cloud-aws-sqs",
        library = "Spring Cloud AWS, SQS",
        types = "io.awspring.cloud.sqs.listener.pipeline.MessageListenerExecutionStage",
        methods = "process")
public final class ListenerCall {
    private ListenerCall() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object delivered) {
        if (delivered instanceof Message<?> message) {
            return Delivery.begin(List.of(message), false);
        }
        return delivered instanceof Collection<?> messages ? Delivery.begin(messages, true) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Delivery delivery) {
            delivery.handed(answer instanceof CompletableFuture<?> future ? future : null, thrown);
        }
    }
}
