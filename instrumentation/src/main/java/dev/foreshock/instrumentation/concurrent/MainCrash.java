// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/**
 * What ends {@code main}: a unit of its own that fails, so that the exception goes out with its stack before the process ends. The
 * JVM calls this method on the dying thread; the application's handler runs as ever.
 */
@Instrument(
        name = "crash",
        library = "exceptions of main",
        types = "java.lang.Thread",
        methods = "dispatchUncaughtException")
public final class MainCrash {
    /**
     * The thread that runs {@code main} is the first: 1, and 3 on JDK 25. Where it is 1, 2 and 3 are the reference handler and
     * the finalizer, which no exception ends.
     */
    private static final long MAIN_AT_MOST = 3;

    private MainCrash() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Thread thread, @Advice.Argument(0) Throwable thrown) {
        if (thread.getId() > MAIN_AT_MOST) {
            return;
        }
        Operation last = Operation.begin(Kind.INTERNAL);
        if (last != null) {
            last.name("main ends with an exception");
            last.end(null);
            last.unit().root().end(thrown);
        }
    }
}
