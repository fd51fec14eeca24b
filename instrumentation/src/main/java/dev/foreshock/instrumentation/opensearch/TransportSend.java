// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.opensearch;

import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.search.SentBody;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A request of the Java client over Apache HttpClient 5. The overload that sends to one node has the HTTP request. */
@Instrument(
        name = "opensearch",
        library = "OpenSearch Java client",
        types = "org.opensearch.client.transport.httpclient5.ApacheHttpClient5Transport",
        methods = "performRequestAsync")
public final class TransportSend {
    private TransportSend() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.AllArguments @Nullable Object[] arguments) {
        Object entered = DatabaseRequest.enter("opensearch");
        for (Object argument : arguments) {
            if (argument != null && argument.getClass().getName().startsWith("org.apache.hc.client5.")) {
                SentBody.note(argument);
            }
        }
        return entered;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        DatabaseRequest.exit(entered);
    }
}
