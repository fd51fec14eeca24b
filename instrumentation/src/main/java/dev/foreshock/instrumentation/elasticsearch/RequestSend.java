// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.elasticsearch;

import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request is sent, to one node after the other where it must be: each has the HTTP client send it anew. */
@Instrument(
        name = "elasticsearch",
        library = "Elasticsearch REST client",
        types = {
            "org.elasticsearch.client.RestClient",
            "co.elastic.clients.transport.rest5_client.low_level.Rest5Client"
        },
        methods = {"performRequest", "performRequestAsync"})
public final class RequestSend {
    private RequestSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        return DatabaseRequest.enter("elasticsearch");
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        DatabaseRequest.exit(entered);
    }
}
