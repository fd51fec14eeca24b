// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springweb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.UrlTemplate;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request by {@code RestClient}, and by interfaces with {@code @HttpExchange} that are built on it. */
@Instrument(
        name = "spring-web",
        library = "Spring RestTemplate and RestClient",
        types = "org.springframework.web.client.DefaultRestClient$DefaultRequestBodyUriSpec",
        methods = "exchangeInternal")
public final class ClientCall {
    private static final String TEMPLATE = "org.springframework.web.client.RestClient.uriTemplate";

    private ClientCall() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.FieldValue(value = "attributes", typing = DYNAMIC) @Nullable Object attributes) {
        Object template = attributes instanceof Map<?, ?> known ? known.get(TEMPLATE) : null;
        return UrlTemplate.enter(template instanceof String text ? text : null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        UrlTemplate.exit(entered);
    }
}
