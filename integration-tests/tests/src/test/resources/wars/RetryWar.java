// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.retry.support.RetryTemplate;

/** Repeats what fails, with each library that does. */
public class RetryWar extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            int[] attempts = new int[3];
            Retry.of("war", RetryConfig.custom().waitDuration(Duration.ofMillis(1)).build())
                    .executeCallable(() -> again(attempts, 0));
            RetryTemplate.builder().maxAttempts(3).fixedBackoff(1).build().execute(context -> again(attempts, 1));
            Failsafe.with(RetryPolicy.builder().withDelay(Duration.ofMillis(1)).build()).get(() -> again(attempts, 2));
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static int again(int[] attempts, int which) {
        if (++attempts[which] < 3) {
            throw new IllegalStateException("not yet");
        }
        return attempts[which];
    }
}
