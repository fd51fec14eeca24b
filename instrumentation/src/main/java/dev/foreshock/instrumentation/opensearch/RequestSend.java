// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.opensearch;

import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request is sent, to one node after the other where it must be: each has the HTTP client send it anew. */
@Instrument(
        name = "opensearch",
        library = "OpenSearch REST client",
        types = {"org.opensearch.client.RestClient"},
        methods = {"performRequest", "performRequestAsync"})
public final class RequestSend {
    private RequestSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        return DatabaseRequest.enter("opensearch");
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        DatabaseRequest.exit(entered);
    }
}
