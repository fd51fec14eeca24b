// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient5;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.AttemptChain;
import dev.foreshock.instrumentation.http.OutboundCall;
import java.util.concurrent.Future;
import net.bytebuddy.asm.Advice;

/** A call of the asynchronous client that the application gives up. The handlers of an attempt are not always told. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 5",
        types = "org.apache.hc.core5.concurrent.ComplexFuture",
        methods = "cancel(boolean)")
public final class CallCancel {
    private CallCancel() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Future<?> call) {
        AttemptChain chain = call.isDone() ? null : Associations.get(call, AttemptChain.class);
        Operation attempt = chain == null ? null : chain.latest();
        if (attempt != null) {
            OutboundCall.cancelled(attempt);
        }
    }
}
