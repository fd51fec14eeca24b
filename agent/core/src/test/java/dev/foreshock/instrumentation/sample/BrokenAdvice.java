// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sample;

import net.bytebuddy.asm.Advice;

/** Was compiled against another version of the library. */
public final class BrokenAdvice {
    private BrokenAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
        throw new NoSuchMethodError("library changed");
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
        throw new NoSuchMethodError("library changed");
    }
}
