// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/** With Spring Framework's own template, which repeats what throws. */
public final class SpringCoreRetryApp extends RetryingApp {
    private final RetryTemplate template = new RetryTemplate(RetryPolicy.builder()
            .maxRetries(ATTEMPTS - 1)
            .delay(Duration.ofMillis(WAIT_MILLIS))
            .build());

    public static void main(String[] arguments) throws Exception {
        new SpringCoreRetryApp().run(arguments);
    }

    @Override
    String repeat(Callable<String> call) throws Exception {
        return template.execute(() -> {
            String answer = call.call();
            if (answer.equals(BUSY)) {
                throw new IllegalStateException(BUSY);
            }
            return answer;
        });
    }
}
