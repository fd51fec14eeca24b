// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.coroutines;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine that is handed to an executor by whoever resumes it, and a worker that somebody happened to need: neither takes
 * anything from the thread that does so.
 */
@Instrument(
        name = "kotlinx-coroutines",
        library = "Kotlin coroutines",
        types = {
            "kotlinx.coroutines.DefaultExecutor",
            "kotlinx.coroutines.ExecutorCoroutineDispatcherBase",
            "kotlinx.coroutines.ExecutorCoroutineDispatcherImpl",
            "kotlinx.coroutines.scheduling.CoroutineScheduler"
        },
        methods = {
            "createNewWorker()",
            "createThreadSync()",
            "dispatch(kotlin.coroutines.CoroutineContext,java.lang.Runnable)"
        })
public final class CoroutineDispatch {
    private CoroutineDispatch() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        Cursor cursor = Cursor.peek();
        return cursor == null || cursor.capture() == null ? null : cursor.attach(null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
