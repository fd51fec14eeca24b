// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What a servlet or filter threw, where Tomcat looks for an error page: nothing of it reaches the adapter. */
@Instrument(
        name = "tomcat",
        library = "Apache Tomcat",
        types = "org.apache.catalina.core.StandardHostValve",
        methods = "throwable")
public final class TomcatException {
    private TomcatException() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(2) @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
    }
}
