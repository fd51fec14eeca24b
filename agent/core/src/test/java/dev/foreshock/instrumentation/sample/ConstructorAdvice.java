// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sample;

import dev.foreshock.core.weave.Observed;
import net.bytebuddy.asm.Advice;

/** Sees what was constructed. */
public final class ConstructorAdvice {
    private ConstructorAdvice() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This Object self) {
        Observed.add("made " + self.getClass().getSimpleName());
    }
}
