// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.rabbitmq;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What a consumer has thrown goes to the connection's handler of exceptions, and no further. */
@Instrument(
        name = "rabbitmq",
        library = "RabbitMQ client",
        types = {"com.rabbitmq.client.impl.StrictExceptionHandler", "com.rabbitmq.client.impl.ForgivingExceptionHandler"
        },
        subtypesOf = "com.rabbitmq.client.ExceptionHandler",
        nameHint = "ExceptionHandler",
        methods = "handleConsumerException")
public final class DeliveryFailure {
    private DeliveryFailure() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object thrown) {
        Cursor cursor = Cursor.peek();
        Operation root = cursor == null ? null : cursor.openUnit();
        if (root != null && root.kind() == Kind.MESSAGE && !root.isFailed() && thrown instanceof Throwable error) {
            root.fail(error);
        }
    }
}
