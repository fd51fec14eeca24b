// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.logging;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs through SLF4J. */
public final class LogbackScenario extends LoggingScenario {
    private static final Logger LOG = LoggerFactory.getLogger("scenario");

    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        new LogbackScenario().run();
    }

    @Override
    void info(String message) {
        LOG.info(message);
    }

    @Override
    void put(String key, String value) {
        MDC.put(key, value);
    }

    @Override
    void remove(String key) {
        MDC.remove(key);
    }

    @Override
    String keys() {
        Map<String, String> mdc = MDC.getCopyOfContextMap();
        return new TreeSet<>(mdc.keySet()).toString();
    }

    @Override
    void stop() {
        try {
            LoggerFactory.getILoggerFactory().getClass().getMethod("stop").invoke(LoggerFactory.getILoggerFactory());
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
