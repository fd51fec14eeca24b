// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A stage whose turn has come, on the thread that completed the one before. It may only be handed to an executor, and fire again there. */
@Instrument(
        name = "executors",
        library = "java.util.concurrent",
        types = {
            "java.util.concurrent.CompletableFuture$UniApply",
            "java.util.concurrent.CompletableFuture$UniAccept",
            "java.util.concurrent.CompletableFuture$UniRun",
            "java.util.concurrent.CompletableFuture$UniWhenComplete",
            "java.util.concurrent.CompletableFuture$UniHandle",
            "java.util.concurrent.CompletableFuture$UniExceptionally",
            "java.util.concurrent.CompletableFuture$UniComposeExceptionally",
            "java.util.concurrent.CompletableFuture$UniCompose",
            "java.util.concurrent.CompletableFuture$BiApply",
            "java.util.concurrent.CompletableFuture$BiAccept",
            "java.util.concurrent.CompletableFuture$BiRun",
            "java.util.concurrent.CompletableFuture$OrApply",
            "java.util.concurrent.CompletableFuture$OrAccept",
            "java.util.concurrent.CompletableFuture$OrRun"
        },
        methods = "tryFire")
public final class StageFire {
    private StageFire() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object stage) {
        Operation operation = Handover.look(stage);
        if (operation == null) {
            return null;
        }
        Cursor cursor = Cursor.get();
        return cursor.current() == operation ? null : cursor.attach(operation);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.This(typing = DYNAMIC) Object stage,
            @Advice.FieldValue(value = "dep", typing = DYNAMIC) @Nullable Object dependent) {
        if (dependent == null) {
            Handover.discard(stage);
        }
        Attachment.end(entered);
    }
}
