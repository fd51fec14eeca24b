// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** A synchronous call waits for its reply, and cancels the command when that takes too long. */
@Instrument(
        name = "lettuce",
        library = "Lettuce",
        types = {"io.lettuce.core.LettuceFutures", "io.lettuce.core.internal.Futures"},
        methods = "awaitOrCancel")
public final class ReplyWait {
    private ReplyWait() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
        Cursor.get().remember(Waiting.class, Waiting.YES);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit() {
        Cursor.get().forget(Waiting.class);
    }
}
