// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A pool that starts a worker: the worker belongs to nobody, least of all to the request that happened to need one. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ThreadPoolExecutor",
        methods = "addWorker")
public final class WorkerStart {
    private WorkerStart() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        Cursor cursor = Cursor.peek();
        return cursor == null || cursor.current() == null ? null : cursor.attach(null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        Attachment.end(entered);
    }
}
