// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactor;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Starts the thread of a task, on whatever thread ran the task before it: perhaps another request's. */
@Instrument(
        name = "reactor",
        library = "Reactor on virtual threads",
        types = "reactor.core.scheduler.BoundedElasticThreadPerTaskScheduler$SchedulerTask",
        methods = "start")
public final class SequentialTaskStart {
    private SequentialTaskStart() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This(typing = DYNAMIC) Object task) {
        return Cursor.get().attach(Handover.take(task));
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Resumption before) {
            Cursor.get().restore(before);
        }
    }
}
