// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/**
 * Writes {@code [foreshock] …} lines to the process's standard error.
 *
 * <p>It writes to the file descriptor, not to {@link System#err}: an application may have put anything there, and nothing of
 * the application's must run because the agent has something to say. A line that repeats is held back for a minute and
 * counted. Usable from any thread; never throws.
 */
public final class Log extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private static final RepeatGuard REPEATS = new RepeatGuard();
    private static volatile int threshold = Level.INFO.toInt();
    private static volatile OutputStream out = new FileOutputStream(FileDescriptor.err);

    private Log(String name) {
        this.name = name;
    }

    /** A logger for one part of the agent, for example {@code export}. */
    public static Logger of(String part) {
        return new Log(part);
    }

    /**
     * Sets what is written from now on.
     *
     * @param name {@code error}, {@code warn}, {@code info}, {@code debug} or {@code trace}, in any case; anything else,
     *     {@code off} among it, silences the agent
     */
    public static void level(String name) {
        int chosen = Integer.MAX_VALUE;
        for (Level level : Level.values()) {
            if (level.name().equalsIgnoreCase(name)) {
                chosen = level.toInt();
            }
        }
        threshold = chosen;
    }

    /** Where lines go; for tests. */
    static void redirect(OutputStream stream) {
        out = stream;
        REPEATS.clear();
    }

    /** Writes one line whatever the level: the answer to something that the user asked for, as {@code diagnose} does. */
    public static void print(String line) {
        write("[foreshock] " + line + '\n');
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        try {
            String message = fill(format, arguments);
            long held = REPEATS.admit(message, System.nanoTime());
            if (held < 0) {
                return;
            }
            StringBuilder line = new StringBuilder("[foreshock] ");
            if (level != Level.INFO) {
                line.append(level.name()).append(' ');
            }
            line.append(message);
            if (thrown != null) {
                line.append(": ").append(thrown);
            }
            if (held > 0) {
                line.append(" (and ").append(held).append(" more like it)");
            }
            line.append('\n');
            if (thrown != null && isDebugEnabled()) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                line.append(trace);
            }
            write(line.toString());
        } catch (RuntimeException e) {
            // The arguments' own toString failed, or the thrown object's did: there is nothing left to say.
            write("[foreshock] " + level.name() + ' ' + format + '\n');
        }
    }

    /** Puts the arguments in place of {@code {}}. SLF4J's own formatter prints a stack trace where one of them throws. */
    private static String fill(String format, Object @Nullable [] arguments) {
        if (arguments == null) {
            return format;
        }
        StringBuilder text = new StringBuilder(format.length() + 64);
        int from = 0;
        for (Object argument : arguments) {
            int at = format.indexOf("{}", from);
            if (at < 0) {
                break;
            }
            text.append(format, from, at).append(argument);
            from = at + 2;
        }
        return text.append(format, from, format.length()).toString();
    }

    private static void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Standard error is closed or full: a line of the agent's is not worth more than this.
            return;
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return threshold <= Level.TRACE.toInt();
    }

    @Override
    public boolean isDebugEnabled() {
        return threshold <= Level.DEBUG.toInt();
    }

    @Override
    public boolean isInfoEnabled() {
        return threshold <= Level.INFO.toInt();
    }

    @Override
    public boolean isWarnEnabled() {
        return threshold <= Level.WARN.toInt();
    }

    @Override
    public boolean isErrorEnabled() {
        return threshold <= Level.ERROR.toInt();
    }
}
