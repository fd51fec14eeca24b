// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springretry;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.retry.Announcement;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;

/** The template asks its policy before each attempt, and before each wait: another one follows where it may, but for the first. */
@Instrument(
        name = "spring-retry",
        library = "Spring Retry",
        types = "org.springframework.retry.support.RetryTemplate",
        methods = "canRetry",
        fromJava6 = true)
public final class AttemptDecision {
    private AttemptDecision() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object context, @Advice.Return boolean may) {
        if (may && context instanceof RetryContext known && known.getRetryCount() > 0) {
            Announcement.anotherAttempt("Spring Retry");
        }
    }
}
