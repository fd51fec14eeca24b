// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A job that Jetty's thread pool runs. */
@Instrument(
        name = "jetty",
        library = "Jetty 9.4 to 12",
        types = "org.eclipse.jetty.util.thread.QueuedThreadPool",
        methods = "runJob")
public final class JettyPoolRun {
    private JettyPoolRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Runnable job) {
        Operation operation = job == null ? null : Handover.take(job);
        return operation == null ? null : Cursor.get().attach(operation);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
