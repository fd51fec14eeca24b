// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sample;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import net.bytebuddy.asm.Advice;

/** Replaces an argument and a result. */
public final class ChangingAdvice {
    private ChangingAdvice() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 0, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static String enter(@Advice.Argument(0) String argument) {
        return "other";
    }

    @Advice.AssignReturned.ToReturned(typing = DYNAMIC)
    @Advice.OnMethodExit(inline = false)
    public static String exit(@Advice.Return(typing = DYNAMIC) String result) {
        return result.toUpperCase(java.util.Locale.ROOT);
    }
}
