// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sample;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.core.weave.Observed;
import java.sql.Statement;
import net.bytebuddy.asm.Advice;

/** Expects a receiver of a type that the woven class does not have. */
public final class MisfitAdvice {
    private MisfitAdvice() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Statement self) {
        Observed.add("entered");
    }
}
