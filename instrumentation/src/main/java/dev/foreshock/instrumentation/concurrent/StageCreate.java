// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** A task of a completable future, or a stage that waits for another one, where the application asks for it. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = {
            "java.util.concurrent.CompletableFuture$AsyncRun",
            "java.util.concurrent.CompletableFuture$AsyncSupply",
            "java.util.concurrent.CompletableFuture$UniCompletion"
        },
        methods = "<init>")
public final class StageCreate {
    private StageCreate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This(typing = DYNAMIC) Object stage) {
        Operation operation = Cursor.get().capture();
        if (operation != null) {
            Handover.carry(stage, operation);
        }
    }
}
