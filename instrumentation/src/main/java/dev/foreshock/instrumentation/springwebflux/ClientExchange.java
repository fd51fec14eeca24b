// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springwebflux;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.UrlTemplate;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;

/** {@code WebClient} hands a request to the client below, and knows the template that the application gave for its URL. */
@Instrument(
        name = "spring-webflux",
        library = "Spring WebClient",
        types = "org.springframework.web.reactive.function.client.ExchangeFunctions$DefaultExchangeFunction",
        methods = "exchange")
public final class ClientExchange {
    private static final String TEMPLATE = "org.springframework.web.reactive.function.client.WebClient.uriTemplate";

    private ClientExchange() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request) {
        Object text =
                request instanceof ClientRequest known ? known.attributes().get(TEMPLATE) : null;
        return UrlTemplate.enter(text instanceof String template ? template : null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        UrlTemplate.exit(entered);
    }
}
