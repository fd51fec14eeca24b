// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Callable;

/** With Failsafe. */
public final class FailsafeApp extends RetryingApp {
    private final RetryPolicy<String> policy = RetryPolicy.<String>builder()
            .handle(Exception.class)
            .handleResult(BUSY)
            .withMaxAttempts(ATTEMPTS)
            .withDelay(Duration.ofMillis(WAIT_MILLIS))
            .build();

    public static void main(String[] arguments) throws Exception {
        new FailsafeApp().run(arguments);
    }

    @Override
    String repeat(Callable<String> call) throws Exception {
        return Failsafe.with(policy).get(call::call);
    }
}
