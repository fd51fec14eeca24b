// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.concurrent.Callable;
import org.springframework.retry.support.RetryTemplate;

/** With Spring Retry, which repeats what throws. */
public final class SpringRetryApp extends RetryingApp {
    private final RetryTemplate template = RetryTemplate.builder()
            .maxAttempts(ATTEMPTS)
            .fixedBackoff(WAIT_MILLIS)
            .build();

    public static void main(String[] arguments) throws Exception {
        new SpringRetryApp().run(arguments);
    }

    @Override
    String repeat(Callable<String> call) throws Exception {
        return template.execute(context -> {
            String answer = call.call();
            if (answer.equals(BUSY)) {
                throw new IllegalStateException(BUSY);
            }
            return answer;
        });
    }
}
