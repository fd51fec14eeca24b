// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springretry;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.retry.Announcement;
import net.bytebuddy.asm.Advice;

/** The template of Spring Framework 7, also behind {@code @Retryable} there, counts a retry right before it makes it. */
@Instrument(
        name = "spring-retry",
        library = "Spring Framework 7.0.2, retries",
        types = "org.springframework.core.retry.RetryTemplate$MutableRetryState",
        methods = "increaseRetryCount")
public final class AttemptCount {
    private AttemptCount() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
        Announcement.anotherAttempt("Spring");
    }
}
