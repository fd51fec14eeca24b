// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages and stack traces of exceptions, without what must not leave the process.
 *
 * <p>In the mode {@code redacted} a message loses everything in quotes, everything behind a colon or an equals sign, and
 * every word that is not made of letters alone; an exception that has a database's exception among its causes loses its
 * message, since such messages quote rows and statements. {@code none} keeps no message, {@code full} all of them.
 */
final class ExceptionText {
    private static final int MAX_TRACE_LENGTH = 16_000;
    // Enough to reach the application's code; the rest of a request's stack is the server's.
    private static final int MAX_FRAMES = 60;
    private static final int MAX_CAUSES = 10;

    private final String mode;

    ExceptionText(String mode) {
        this.mode = mode;
    }

    /** The message, or {@code null} where there is none to show. */
    @Nullable
    String message(Throwable thrown) {
        if ("none".equals(mode) || (!"full".equals(mode) && hasDatabaseCause(thrown))) {
            return null;
        }
        String message;
        try {
            message = thrown.getMessage();
        } catch (RuntimeException | LinkageError e) {
            // The application's own code; it may do anything.
            return null;
        }
        return message == null || "full".equals(mode) ? message : redact(message);
    }

    /** Class names, messages as above, and the first frames of each cause; at most about 16,000 characters. */
    String stackTrace(Throwable thrown) {
        StringBuilder trace = new StringBuilder(1024);
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        StackTraceElement[] enclosing = {};
        Throwable current = thrown;
        for (int i = 0; i < MAX_CAUSES && current != null && seen.add(current); i++) {
            trace.append(i == 0 ? "" : "Caused by: ").append(current.getClass().getName());
            String message = message(current);
            if (message != null) {
                trace.append(": ").append(message);
            }
            trace.append('\n');
            StackTraceElement[] frames = current.getStackTrace();
            int own = frames.length - common(frames, enclosing);
            for (int f = 0; f < Math.min(own, MAX_FRAMES); f++) {
                if (trace.length() > MAX_TRACE_LENGTH) {
                    return trace.append("\t...\n").toString();
                }
                trace.append("\tat ").append(frames[f]).append('\n');
            }
            if (frames.length > Math.min(own, MAX_FRAMES)) {
                trace.append("\t... ")
                        .append(frames.length - Math.min(own, MAX_FRAMES))
                        .append(" more\n");
            }
            enclosing = frames;
            current = cause(current);
        }
        return trace.toString();
    }

    /** How many frames at the end a cause shares with what it caused. */
    private static int common(StackTraceElement[] frames, StackTraceElement[] enclosing) {
        int common = 0;
        while (common < frames.length
                && common < enclosing.length
                && frames[frames.length - 1 - common].equals(enclosing[enclosing.length - 1 - common])) {
            common++;
        }
        return common;
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    private static boolean hasDatabaseCause(Throwable thrown) {
        Throwable current = thrown;
        for (int i = 0; i < MAX_CAUSES && current != null; i++) {
            // By name: the module java.sql may be missing.
            for (Class<?> type = current.getClass(); type != null; type = type.getSuperclass()) {
                if ("java.sql.SQLException".equals(type.getName())) {
                    return true;
                }
            }
            current = cause(current);
        }
        return false;
    }

    /** Keeps the words that are made of letters, up to the first value of each line. */
    static String redact(String message) {
        StringBuilder kept = new StringBuilder();
        for (String line : message.split("\n", -1)) {
            if (kept.length() > 0) {
                kept.append('\n');
            }
            redactLine(line.strip(), kept);
        }
        return kept.toString();
    }

    private static void redactLine(String line, StringBuilder kept) {
        int from = 0;
        while (from < line.length()) {
            int blank = line.indexOf(' ', from);
            int to = blank < 0 ? line.length() : blank;
            boolean plain = isPlain(line, from, to);
            kept.append(from == 0 ? "" : " ").append(plain ? line.substring(from, to) : "?");
            boolean colon = plain && to > from && line.charAt(to - 1) == ':';
            if (colon && blank >= 0) {
                kept.append(" ?");
            }
            if (colon || (!plain && opensValue(line, from, to))) {
                return;
            }
            from = to + 1;
        }
    }

    private static boolean isPlain(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            boolean colonAtEnd = c == ':' && i == to - 1;
            if (!Character.isLetter(c) && ".$_-,;".indexOf(c) < 0 && !colonAtEnd) {
                return false;
            }
        }
        return true;
    }

    /** Whether the word begins something that may hold blanks. */
    private static boolean opensValue(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            if ("'\"`=([{<:".indexOf(line.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
