// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.vertx;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** Something is to be done when a future is complete, for what this thread does now. */
@Instrument(
        name = "vertx",
        library = "Vert.x futures",
        types = "io.vertx.core.impl.future.FutureImpl",
        methods = "addListener")
public final class FutureListen {
    private FutureListen() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object future) {
        Operation operation = Cursor.get().capture();
        if (operation != null) {
            Handover.carry(future, operation);
        }
    }
}
