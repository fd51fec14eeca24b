// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.UrlTemplate;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A call on the thread of the application, whose attempts are made on threads of the client's. */
@Instrument(
        name = "java-http-client",
        library = "JDK HttpClient",
        types = "jdk.internal.net.http.MultiExchange",
        methods = "<init>")
public final class CallCreate {
    private CallCreate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object call) {
        UrlTemplate template = UrlTemplate.capture();
        if (template != null) {
            Associations.put(call, template);
        }
    }

    static @Nullable UrlTemplate templateOf(Object call) {
        return Associations.get(call, UrlTemplate.class);
    }
}
