// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;

/** With Resilience4j. */
public final class ResilienceApp extends RetryingApp {
    private final Retry retry = Retry.of(
            "other",
            RetryConfig.<String>custom()
                    .maxAttempts(ATTEMPTS)
                    .waitDuration(Duration.ofMillis(WAIT_MILLIS))
                    .retryOnResult(BUSY::equals)
                    .build());

    public static void main(String[] arguments) throws Exception {
        new ResilienceApp().run(arguments);
    }

    @Override
    String repeat(Callable<String> call) throws Exception {
        return retry.executeCallable(call);
    }
}
