// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A worker between two tasks: it drops the context of the one before and takes up that of the next, whatever the class of the task. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ThreadPoolExecutor",
        methods = "getTask")
public final class PoolTake {
    private PoolTake() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
        WorkerTask.end();
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return(typing = DYNAMIC) @Nullable Runnable task) {
        WorkerTask.begin(task);
    }
}
