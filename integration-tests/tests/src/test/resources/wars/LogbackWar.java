// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Logs through a Logback of its own, and answers whether the event had the trace's ids. */
public class LogbackWar extends HttpServlet {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Last last = new Last();

    private static final class Last extends AppenderBase<ILoggingEvent> {
        private volatile Map<String, String> ids = Map.of();

        @Override
        protected void append(ILoggingEvent event) {
            ids = event.getMDCPropertyMap();
        }
    }

    @Override
    public void init() {
        last.setContext(context);
        last.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(last);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        context.getLogger(LogbackWar.class).info("served");
        response.setStatus(last.ids.containsKey("trace_id") ? 200 : 500);
    }

    @Override
    public void destroy() {
        context.stop();
    }
}
