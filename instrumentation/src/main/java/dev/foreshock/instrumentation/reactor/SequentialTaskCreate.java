// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactor;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;

/** A task for the elastic scheduler on virtual threads, which starts a thread for it when the one before has ended. */
@Instrument(
        name = "reactor",
        library = "Reactor on virtual threads",
        types = "reactor.core.scheduler.BoundedElasticThreadPerTaskScheduler$SchedulerTask",
        methods = "<init>")
public final class SequentialTaskCreate {
    private SequentialTaskCreate() {}

    /** A task without a period has -1 there. */
    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object task, @Advice.FieldValue("fixedRatePeriod") long period) {
        Operation operation = period < 0 ? Cursor.get().capture() : null;
        if (operation != null) {
            Handover.carry(task, operation);
        }
    }
}
