// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sample;

import dev.foreshock.core.weave.Observed;
import net.bytebuddy.asm.Advice;

/** Runs code of the application's while it is linked. */
public final class LateAdvice {
    static {
        Observed.linking();
    }

    private LateAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
        Observed.add("late");
    }
}
