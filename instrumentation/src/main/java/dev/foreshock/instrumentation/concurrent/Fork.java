// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** A task forked inside a fork/join pool. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = "java.util.concurrent.ForkJoinTask",
        methods = "fork")
public final class Fork {
    private Fork() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object task) {
        Operation operation = Cursor.get().capture();
        if (operation != null) {
            Handover.carry(task, operation);
        }
    }
}
