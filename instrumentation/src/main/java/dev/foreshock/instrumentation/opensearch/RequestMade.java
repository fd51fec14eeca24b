// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.opensearch;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.search.SentBody;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The HTTP request is there that is to be sent. */
@Instrument(
        name = "opensearch",
        library = "OpenSearch REST client",
        types = {"org.opensearch.client.RestClient$InternalRequest"},
        methods = "<init>")
public final class RequestMade {
    private RequestMade() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.FieldValue(value = "httpRequest", typing = DYNAMIC) @Nullable Object request) {
        SentBody.note(request);
    }
}
