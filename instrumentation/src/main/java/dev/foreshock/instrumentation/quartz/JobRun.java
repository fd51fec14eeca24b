// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.quartz;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.job.JobUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.SchedulerException;

/**
 * One run of a job: from where Quartz has told the listeners that it begins to where it tells them how it went. What Quartz
 * itself keeps in a database is outside. Both ends are one class of advice, so that one cannot fail and leave the other.
 */
@Instrument(
        name = "quartz",
        library = "Quartz",
        types = "org.quartz.core.JobRunShell",
        methods = {
            "notifyListenersBeginning(org.quartz.JobExecutionContext)",
            "notifyJobListenersComplete(org.quartz.JobExecutionContext,org.quartz.JobExecutionException)"
        })
public final class JobRun {
    private static final String METHOD = "execute";

    private JobRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.Argument(0) Object context,
            @Advice.Argument(value = 1, optional = true, typing = DYNAMIC) @Nullable Object failure) {
        Operation root = Associations.remove(context, Operation.class);
        if (root != null) {
            root.end(failure instanceof Throwable thrown ? thrownByJob(thrown) : null);
        }
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(0) JobExecutionContext context,
            @Advice.AllArguments Object[] arguments,
            @Advice.Return boolean goesOn) {
        if (arguments.length > 1 || !goesOn) {
            return;
        }
        Operation root = JobUnit.begin(context.getJobDetail().getJobClass(), METHOD);
        if (root != null) {
            Associations.put(context, root);
        }
    }

    /** Quartz wraps what a job throws up to two times. */
    private static Throwable thrownByJob(Throwable failure) {
        Throwable thrown = failure;
        while (thrown instanceof SchedulerException && thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        return thrown;
    }
}
