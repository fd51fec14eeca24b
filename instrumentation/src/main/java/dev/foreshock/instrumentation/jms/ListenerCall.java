// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.messaging.PollLoop;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A container of Spring's serves a message: the listener, and the acknowledgement or the end of the transaction. One that has a
 * listener of its own with the provider does so within it, where the message is recorded already.
 */
@Instrument(
        name = "jms",
        library = "Spring JMS",
        types = "org.springframework.jms.listener.AbstractMessageListenerContainer",
        methods = {
            "doExecuteListener(javax.jms.Session,javax.jms.Message)",
            "doExecuteListener(jakarta.jms.Session,jakarta.jms.Message)"
        })
public final class ListenerCall {
    private static final String WRAPPER = "org.springframework.jms.listener.adapter.ListenerExecutionFailedException";

    private ListenerCall() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object message) {
        // The container has asked for the message by a consumer, whose loop's unit this one replaces.
        return Deliveries.begin(message, PollLoop.asked());
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        Throwable cause = thrown != null && thrown.getClass().getName().equals(WRAPPER) && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
        if (entered instanceof Operation root) {
            root.end(cause);
        } else if (cause != null) {
            Operation root = Deliveries.current();
            if (root != null && !root.isFailed()) {
                root.fail(cause);
            }
        }
    }
}
