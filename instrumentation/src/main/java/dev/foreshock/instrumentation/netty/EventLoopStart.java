// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The thread of an event loop is started with its first task, whose submitter's context is none of the loop's. */
@Instrument(
        name = "netty",
        library = "Netty event loops",
        fromJava6 = true,
        types = "io.netty.util.concurrent.SingleThreadEventExecutor",
        methods = "doStartThread")
public final class EventLoopStart {
    private EventLoopStart() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        Cursor cursor = Cursor.peek();
        return cursor == null || cursor.current() == null ? null : cursor.attach(null);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
