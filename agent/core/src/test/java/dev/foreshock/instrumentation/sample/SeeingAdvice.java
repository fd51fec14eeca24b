// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sample;

import dev.foreshock.core.weave.Observed;
import net.bytebuddy.asm.Advice;

/** Says what it sees. */
public final class SeeingAdvice {
    private SeeingAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This(optional = true) Object self, @Advice.Argument(0) Object argument) {
        if (self == null) {
            return null;
        }
        Observed.add("enter " + self.getClass().getSimpleName() + " " + argument);
        return argument;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter Object entered, @Advice.Return Object result, @Advice.Thrown Throwable error) {
        Observed.add("exit " + entered + " " + result + " " + error);
    }
}
