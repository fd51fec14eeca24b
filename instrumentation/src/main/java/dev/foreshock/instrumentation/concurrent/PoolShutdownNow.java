// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Gives the application back the tasks that it put in. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ThreadPoolExecutor",
        methods = "shutdownNow")
public final class PoolShutdownNow {
    private PoolShutdownNow() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return(typing = DYNAMIC) @Nullable List<@Nullable Object> unstarted) {
        if (unstarted == null) {
            return;
        }
        for (int i = 0; i < unstarted.size(); i++) {
            Object task = unstarted.get(i);
            if (task instanceof CarriedRunnable) {
                unstarted.set(i, CarriedRunnable.unwrap(task));
            } else if (task != null) {
                Handover.discard(task);
            }
        }
    }
}
