// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.logging;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** Logs through the API of Log4j 2. */
public final class Log4jScenario extends LoggingScenario {
    private static final Logger LOG = LogManager.getLogger("scenario");

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        new Log4jScenario().run();
    }

    @Override
    void info(String message) {
        LOG.info(message);
    }

    @Override
    void put(String key, String value) {
        ThreadContext.put(key, value);
    }

    @Override
    void remove(String key) {
        ThreadContext.remove(key);
    }

    @Override
    String keys() {
        return new TreeSet<>(ThreadContext.getContext().keySet()).toString();
    }

    @Override
    void stop() {
        try {
            Object context = LogManager.getContext(false);
            context.getClass().getMethod("stop").invoke(context);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
