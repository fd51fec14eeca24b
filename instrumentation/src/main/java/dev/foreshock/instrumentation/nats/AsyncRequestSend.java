// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request is sent, or a message to JetStream, whose answer a future tells; that of a thread which waits is one, too. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = {"io.nats.client.impl.NatsConnection", "io.nats.client.impl.NatsJetStream"},
        methods = {
            "requestFutureInternal",
            "request(java.lang.String,io.nats.client.impl.Headers,byte[],boolean,boolean)",
            "publishAsyncInternal",
            "publishAsync(java.lang.String,io.nats.client.impl.Headers,byte[],boolean,io.nats.client.PublishOptions)"
        })
public final class AsyncRequestSend {
    private AsyncRequestSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable String subject) {
        return Sending.request(subject);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object answer,
            @Advice.Thrown @Nullable Throwable thrown) {
        CompletableFuture<?> future = answer instanceof CompletableFuture<?> returned ? returned : null;
        if (!(begun instanceof Operation operation)) {
            Cursor cursor = Cursor.peek();
            Operation waiting = cursor == null || !cursor.isOpen(Kind.PUBLISH) ? null : cursor.current();
            if (cursor != null && waiting != null && future != null) {
                cursor.remember(waiting, future);
            }
        } else if (future == null) {
            operation.end(thrown);
        } else {
            operation.detach();
            OutboundCall.whenComplete(future, new RequestEnd(operation));
        }
    }
}
