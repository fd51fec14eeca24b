// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import java.util.concurrent.RunnableScheduledFuture;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task scheduled for once. A periodic one drops the context: it outlives every request. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ScheduledThreadPoolExecutor",
        methods = "delayedExecute")
public final class ScheduleOnce {
    private ScheduleOnce() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable RunnableScheduledFuture<?> task) {
        if (task == null || task.isPeriodic()) {
            return;
        }
        Operation operation = Cursor.get().capture();
        if (operation != null) {
            Handover.carry(task, operation);
        }
    }
}
