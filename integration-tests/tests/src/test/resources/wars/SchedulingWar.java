// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Answers when its scheduled method has run. */
public class SchedulingWar extends HttpServlet {
    private static final CountDownLatch RUN = new CountDownLatch(1);

    private AnnotationConfigApplicationContext spring;

    @Configuration
    @EnableScheduling
    public static class Tasks {
        @Scheduled(fixedDelay = 3_600_000)
        public void tidy() {
            RUN.countDown();
        }
    }

    @Override
    public void init() {
        spring = new AnnotationConfigApplicationContext(Tasks.class);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            response.setStatus(RUN.await(20, TimeUnit.SECONDS) ? 200 : 500);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void destroy() {
        spring.close();
    }
}
