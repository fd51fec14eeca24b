// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread sends a request and waits for its answer, or publishes to JetStream and waits for the acknowledgement. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = {"io.nats.client.impl.NatsConnection", "io.nats.client.impl.NatsJetStream"},
        methods = {
            "requestInternal",
            "request(java.lang.String,io.nats.client.impl.Headers,byte[],boolean,java.time.Duration)",
            "publishSyncInternal",
            "publishSync"
        })
public final class RequestSend {
    private RequestSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable String subject) {
        return Sending.request(subject);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (!(begun instanceof Operation operation)) {
            return;
        }
        Cursor cursor = Cursor.get();
        CompletableFuture<?> future = cursor.recent(operation, CompletableFuture.class);
        cursor.forget(operation);
        if (thrown != null) {
            operation.end(thrown);
        } else if (future == null || (future.isDone() && !future.isCompletedExceptionally())) {
            Sending.answered(operation, answer);
        } else {
            // The client answers nothing in both cases: nobody was there to answer, or nobody did so in time.
            Class<?> why = future.isDone() ? CancellationException.class : TimeoutException.class;
            operation.fail(why.getName(), future.isDone() ? Outcome.REMOTE_ERROR : Outcome.TIMEOUT);
            operation.end(null);
        }
    }
}
