// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.failsafe;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.failsafe.spi.ExecutionResult;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.retry.Announcement;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What the policy makes of an attempt that failed, before the wait: a result that is not complete is followed by another attempt. */
@Instrument(
        name = "failsafe",
        library = "Failsafe",
        types = "dev.failsafe.internal.RetryPolicyExecutor",
        methods = "onFailure")
public final class AttemptFailure {
    private AttemptFailure() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return(typing = DYNAMIC) @Nullable Object returned) {
        if (returned instanceof ExecutionResult<?> result && !result.isComplete()) {
            Announcement.anotherAttempt("Failsafe");
        }
    }
}
