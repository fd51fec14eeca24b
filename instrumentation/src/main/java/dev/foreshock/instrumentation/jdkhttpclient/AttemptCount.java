// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.UrlTemplate;
import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What a call knows when it begins its next attempt: how many there were, whose client it is, and the caller's template. */
@Instrument(
        name = "java-http-client",
        library = "JDK HttpClient",
        types = "jdk.internal.net.http.MultiExchange",
        methods = "responseAsyncImpl")
public final class AttemptCount {
    private AttemptCount() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object call,
            @Advice.FieldValue(value = "attempts", typing = DYNAMIC) @Nullable Object attempts,
            @Advice.FieldValue(value = "client", typing = DYNAMIC) @Nullable Object client) {
        int before = attempts instanceof AtomicInteger count ? count.get() : 0;
        Cursor.get().remember(call, new Call(before, client instanceof HttpClient known ? known : null));
        UrlTemplate template = CallCreate.templateOf(call);
        return template == null ? null : UrlTemplate.enter(template);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This(typing = DYNAMIC) Object call, @Advice.Enter @Nullable Object entered) {
        UrlTemplate.exit(entered);
        Cursor.get().forget(call);
    }

    record Call(int attempts, @Nullable HttpClient client) {}
}
