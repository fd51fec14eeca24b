// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** An asynchronous request that comes back to Tomcat: dispatched, completed, timed out or broken. It ends when it leaves as synchronous. */
@Instrument(
        name = "tomcat",
        library = "Apache Tomcat",
        types = "org.apache.catalina.connector.CoyoteAdapter",
        methods = "asyncDispatch")
public final class TomcatAsyncDispatch {
    private TomcatAsyncDispatch() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) Request request) {
        RequestUnit unit = Associations.get(request, RequestUnit.class);
        return unit == null ? null : Segment.resume(unit);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Argument(0) Request request,
            @Advice.Argument(1) Response response,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (!(entered instanceof Segment segment)) {
            return;
        }
        if (thrown != null || !TomcatService.isAsync(request)) {
            Associations.remove(request, RequestUnit.class);
            segment.unit().end(response.getStatus(), thrown);
        }
        segment.leave();
    }
}
