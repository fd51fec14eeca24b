// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springwebflux;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What an application threw, or let a publisher fail with, where Spring turns it into a response. */
@Instrument(
        name = "spring-webflux",
        library = "Spring WebFlux",
        types = {
            "org.springframework.web.server.handler.ResponseStatusExceptionHandler",
            "org.springframework.boot.autoconfigure.web.reactive.error.AbstractErrorWebExceptionHandler",
            "org.springframework.boot.webflux.autoconfigure.error.AbstractErrorWebExceptionHandler"
        },
        methods = "handle(org.springframework.web.server.ServerWebExchange,java.lang.Throwable)")
public final class ReactiveException {
    private ReactiveException() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(1) @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
    }
}
