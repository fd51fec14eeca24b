// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request from where Tomcat's protocol handler passes it on, whatever the protocol, to where its answer is complete.
 * Valves, filters, error pages and requests that no servlet sees are inside.
 */
@Instrument(
        name = "tomcat",
        library = "Apache Tomcat",
        types = "org.apache.catalina.connector.CoyoteAdapter",
        methods = "service(org.apache.coyote.Request,org.apache.coyote.Response)")
public final class TomcatService {
    private TomcatService() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) Request request) {
        return RequestUnit.begin(new CoyoteRequest(request));
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Argument(0) Request request,
            @Advice.Argument(1) Response response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (!(entered instanceof RequestUnit unit)) {
            return;
        }
        unit.scheme(CoyoteRequest.text(request.scheme()));
        if (thrown == null && isAsync(request)) {
            // Tomcat holds the connection's lock until this thread has left: nobody completes the request meanwhile.
            Associations.put(request, unit);
        } else {
            unit.end(response.getStatus(), thrown);
        }
        unit.leave(null);
    }

    static boolean isAsync(Request request) {
        return request.getNote(CoyoteAdapter.ADAPTER_NOTES)
                        instanceof org.apache.catalina.connector.Request servletRequest
                && servletRequest.isAsync();
    }
}
