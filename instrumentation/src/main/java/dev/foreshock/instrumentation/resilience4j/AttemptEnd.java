// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.resilience4j;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.retry.Announcement;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt. Where another one follows, the methods for failures return, after the wait, rather than throw; the one for
 * results says so.
 */
@Instrument(
        name = "resilience4j",
        library = "Resilience4j Retry",
        types = "io.github.resilience4j.retry.internal.RetryImpl$ContextImpl",
        methods = {"onError", "onRuntimeError", "onResult"})
public final class AttemptEnd {
    private AttemptEnd() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return(typing = DYNAMIC) @Nullable Object returned) {
        if (!Boolean.FALSE.equals(returned)) {
            Announcement.anotherAttempt("Resilience4j");
        }
    }
}
