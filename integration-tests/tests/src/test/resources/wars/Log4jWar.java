// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Logs through a Log4j of its own, and answers whether the event had the trace's ids. */
public class Log4jWar extends HttpServlet {
    private LoggerContext context;
    private final Last last = new Last();

    private static final class Last extends AbstractAppender {
        private volatile boolean identified;

        Last() {
            super("last", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            identified = event.getContextData().containsKey("trace_id");
        }
    }

    @Override
    public void init() {
        context = new LoggerContext("war");
        context.start();
        last.start();
        context.getConfiguration().getRootLogger().addAppender(last, Level.ALL, null);
        context.getConfiguration().getRootLogger().setLevel(Level.INFO);
        context.getConfiguration().getRootLogger().removeAppender("DefaultConsole-1");
        context.updateLoggers();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        context.getLogger("wars").info("served");
        response.setStatus(last.identified ? 200 : 500);
    }

    @Override
    public void destroy() {
        context.stop();
        org.apache.logging.log4j.LogManager.shutdown(false);
    }
}
