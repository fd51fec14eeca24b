// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task that a pool has turned away, and that its own policy runs at once, drops or answers with an exception: it will not be taken from a queue. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = {
            "java.util.concurrent.ThreadPoolExecutor$CallerRunsPolicy",
            "java.util.concurrent.ThreadPoolExecutor$AbortPolicy",
            "java.util.concurrent.ThreadPoolExecutor$DiscardPolicy"
        },
        methods = "rejectedExecution")
public final class PoolReject {
    private PoolReject() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable Runnable task) {
        if (task != null) {
            Handover.discard(task);
        }
    }
}
