// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The first task of a worker, which no queue has seen, and the end of its last one. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ThreadPoolExecutor$Worker",
        methods = "run")
public final class WorkerRun {
    private WorkerRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.FieldValue(value = "firstTask", typing = DYNAMIC) @Nullable Object task) {
        WorkerTask.begin(task);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit() {
        WorkerTask.end();
    }
}
