// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springweb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.UrlTemplate;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.http.RequestEntity;

/** A request by {@code RestTemplate}: every other method of it calls one of these. */
@Instrument(
        name = "spring-web",
        library = "Spring RestTemplate and RestClient",
        types = "org.springframework.web.client.RestTemplate",
        methods = {
            "execute",
            "exchange(org.springframework.http.RequestEntity,java.lang.Class)",
            "exchange(org.springframework.http.RequestEntity,org.springframework.core.ParameterizedTypeReference)"
        })
public final class TemplateCall {
    private TemplateCall() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object target) {
        if (target instanceof String template) {
            return UrlTemplate.enter(template);
        }
        return UrlTemplate.enter(
                target instanceof RequestEntity.UriTemplateRequestEntity<?> entity ? entity.getUriTemplate() : null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        UrlTemplate.exit(entered);
    }
}
