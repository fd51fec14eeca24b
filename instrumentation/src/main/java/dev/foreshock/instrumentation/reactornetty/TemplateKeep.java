// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.UrlTemplate;
import net.bytebuddy.asm.Advice;

/** A request is put together, to be subscribed to later: it keeps the template that its URL is being made of. */
@Instrument(
        name = "reactor-netty",
        library = "Reactor Netty client",
        types = "reactor.netty.http.client.HttpClientConnect$MonoHttpConnect",
        methods = "<init>")
public final class TemplateKeep {
    private TemplateKeep() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object request) {
        UrlTemplate template = UrlTemplate.capture();
        if (template != null) {
            Associations.put(request, template);
        }
    }
}
