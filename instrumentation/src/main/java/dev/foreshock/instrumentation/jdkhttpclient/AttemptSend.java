// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** One attempt: what the client makes anew for each redirect, challenge and retry. */
@Instrument(
        name = "java-http-client",
        library = "JDK HttpClient",
        types = "jdk.internal.net.http.Exchange",
        methods = "responseAsync")
public final class AttemptSend {
    private AttemptSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "request", typing = DYNAMIC) @Nullable Object request,
            @Advice.FieldValue(value = "multi", typing = DYNAMIC) @Nullable Object call) {
        if (!(request instanceof HttpRequest sent) || call == null) {
            return null;
        }
        AttemptCount.Call known = Cursor.get().recent(call, AttemptCount.Call.class);
        return Attempt.begin(sent, known);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Attempt attempt) {
            attempt.sent(response instanceof CompletableFuture<?> future ? future : null, thrown);
        }
    }
}
