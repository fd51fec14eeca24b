// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redis;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Shape;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What is noted of a reply: how many values it brought, and the first word of an error. Never a value. Nothing throws. */
public final class RedisReply {
    private static final int MAX_CAUSES = 8;
    private static final int LONGEST_CODE = 24;

    private RedisReply() {}

    /** Counts the values that a command has read or changed. */
    public static void values(Operation operation, @Nullable Object reply) {
        Shape shape = operation.shape();
        if (shape == null || operation.batchSize() > 0) {
            return;
        }
        if (shape.is(Shape.LOOKUP)) {
            operation.rows(reply instanceof Collection<?> values ? present(values) : reply == null ? 0 : 1);
            operation.rowsComplete();
        } else if (shape.is(Shape.READS)) {
            if (reply instanceof Collection<?> values) {
                operation.rows(values.size());
                operation.rowsComplete();
            }
        } else if (shape.is(Shape.WRITES) && shape.arity() > 1) {
            operation.rows(shape.arity());
            operation.rowsComplete();
        }
    }

    private static int present(Collection<?> values) {
        int present = 0;
        for (Object value : values) {
            present += value == null ? 0 : 1;
        }
        return present;
    }

    /**
     * The server has answered with an error. That the key lives on another node is none, and that a script is not known yet is no
     * fault of the server's.
     *
     * @param message as it was sent; it may hold a key
     */
    public static void error(Operation operation, @Nullable String message) {
        if (operation.isFailed()) {
            return;
        }
        String code = code(message);
        operation.attribute("db.response.status_code", code);
        if (!code.equals("MOVED") && !code.equals("ASK")) {
            operation.fail(code, code.equals("NOSCRIPT") ? Outcome.OK : Outcome.REMOTE_ERROR);
        }
    }

    /** Its first word where that is in upper case, as Redis has it. */
    private static String code(@Nullable String message) {
        int end = 0;
        while (message != null && end < message.length() && end <= LONGEST_CODE) {
            char c = message.charAt(end);
            if (c == ' ' && end > 1) {
                return message.substring(0, end);
            }
            if (c < 'A' || c > 'Z') {
                return "ERR";
            }
            end++;
        }
        return message != null && end == message.length() && end > 1 && end <= LONGEST_CODE ? message : "ERR";
    }

    /** No reply came: who is to blame. */
    public static void failed(Operation operation, Throwable thrown) {
        if (!operation.isFailed()) {
            operation.outcome(outcome(thrown));
        }
    }

    private static Outcome outcome(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            if (cause instanceof CancellationException || cause instanceof InterruptedException) {
                return Outcome.CANCELLED;
            }
            if (cause instanceof SocketTimeoutException
                    || cause instanceof TimeoutException
                    || cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause.getClass().getSimpleName().contains("Timeout")) {
                return Outcome.TIMEOUT;
            }
            cause = cause.getCause();
        }
        return Outcome.REMOTE_ERROR;
    }
}
