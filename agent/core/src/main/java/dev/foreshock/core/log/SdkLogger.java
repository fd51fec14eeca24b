// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.log;

import org.jspecify.annotations.Nullable;

/**
 * What the OpenTelemetry SDK and OkHttp get in place of {@link java.util.logging.Logger}, whose name is replaced in their
 * class files when the agent's jar is packed. It has the methods that they call and no others.
 *
 * <p>{@code java.util.logging} itself must not be started by the agent: it reads the application's configuration, and an
 * application that brings a log manager of its own would find it too late.
 */
public final class SdkLogger {
    private final org.slf4j.Logger log;
    // Failed exports are reported by the agent itself, in one line for each outage.
    private final boolean detail;

    private SdkLogger(String name) {
        log = Log.of(name);
        detail = name.contains("opentelemetry.exporter");
    }

    public static SdkLogger getLogger(String name) {
        return new SdkLogger(name);
    }

    public boolean isLoggable(SdkLevel level) {
        int value = detail ? SdkLevel.FINE.intValue() : level.intValue();
        if (value >= SdkLevel.SEVERE.intValue()) {
            return log.isErrorEnabled();
        }
        if (value >= SdkLevel.WARNING.intValue()) {
            return log.isWarnEnabled();
        }
        // What is worth an info line to a library is detail to a user of the agent.
        return log.isDebugEnabled();
    }

    public void log(SdkLevel level, String message) {
        log(level, message, (Throwable) null);
    }

    public void log(SdkLevel level, String message, Object[] parameters) {
        if (isLoggable(level)) {
            StringBuilder text = new StringBuilder(message);
            for (int i = 0; i < parameters.length; i++) {
                String placeholder = "{" + i + "}";
                int at = text.indexOf(placeholder);
                if (at >= 0) {
                    text.replace(at, at + placeholder.length(), String.valueOf(parameters[i]));
                }
            }
            log(level, text.toString(), (Throwable) null);
        }
    }

    public void log(SdkLevel level, String message, @Nullable Throwable thrown) {
        if (!isLoggable(level)) {
            return;
        }
        int value = detail ? SdkLevel.FINE.intValue() : level.intValue();
        if (value >= SdkLevel.SEVERE.intValue()) {
            log.error(message, thrown);
        } else if (value >= SdkLevel.WARNING.intValue()) {
            log.warn(message, thrown);
        } else {
            log.debug(message, thrown);
        }
    }

    public void warning(String message) {
        log(SdkLevel.WARNING, message);
    }

    public void info(String message) {
        log(SdkLevel.INFO, message);
    }

    public void fine(String message) {
        log(SdkLevel.FINE, message);
    }
}
