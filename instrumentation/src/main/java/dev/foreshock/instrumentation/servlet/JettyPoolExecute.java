// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A job for Jetty's thread pool: how an asynchronous request comes back to the server. */
@Instrument(
        name = "jetty",
        library = "Jetty 9.4 to 12",
        types = "org.eclipse.jetty.util.thread.QueuedThreadPool",
        methods = "execute")
public final class JettyPoolExecute {
    private JettyPoolExecute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable Runnable job) {
        Operation operation = job == null ? null : Cursor.get().capture();
        if (job != null && operation != null) {
            Handover.carry(job, operation);
        }
    }
}
