// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.instrumentation.redis.RedisReply;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One operation, and the commands that it waits for: one, or all of a pipeline. Kept with the innermost command, whichever wrappers
 * see it end. Any thread may end it.
 */
final class Call {
    private final AtomicInteger waiting;
    private volatile @Nullable Operation operation;

    /** {@code operation} is {@code null} as long as commands are collected. */
    Call(@Nullable Operation operation, int commands) {
        this.operation = operation;
        this.waiting = new AtomicInteger(commands);
    }

    /** The call that a command belongs to, wrapped or not. */
    static @Nullable Call of(RedisCommand<?, ?, ?> command) {
        return Associations.get(CommandWrapper.unwrap(command), Call.class);
    }

    void keepWith(RedisCommand<?, ?, ?> command) {
        Associations.put(CommandWrapper.unwrap(command), this);
    }

    @Nullable
    Operation operation() {
        return operation;
    }

    /** One more command is collected. */
    void add(RedisCommand<?, ?, ?> command) {
        waiting.incrementAndGet();
        keepWith(command);
    }

    /** All commands have been collected and are sent now. */
    void begin(Operation begun) {
        operation = begun;
        if (waiting.get() == 0) {
            begun.end(null);
        }
    }

    /** A reply has come, an error among others. */
    static void complete(RedisCommand<?, ?, ?> command) {
        Call call = take(command);
        if (call == null) {
            return;
        }
        Operation open = call.operation;
        CommandOutput<?, ?, ?> output = command.getOutput();
        if (open != null && output != null) {
            if (output.hasError()) {
                RedisReply.error(open, output.getError());
            } else {
                Replies.note(open, output);
            }
        }
        call.ended(null);
    }

    static void failed(RedisCommand<?, ?, ?> command, Throwable thrown) {
        Call call = take(command);
        if (call == null) {
            return;
        }
        Operation open = call.operation;
        if (open != null) {
            CommandOutput<?, ?, ?> output = command.getOutput();
            if (output != null && output.hasError() && Replies.isReply(thrown)) {
                RedisReply.error(open, output.getError());
            } else if (Replies.isReply(thrown)) {
                RedisReply.error(open, thrown.getMessage());
            } else {
                RedisReply.failed(open, thrown);
                open.fail(thrown);
            }
        }
        call.ended(thrown);
    }

    /** The application does not want the reply any more, or a synchronous call has waited for long enough. */
    static void cancelled(RedisCommand<?, ?, ?> command) {
        Call call = take(command);
        if (call == null) {
            return;
        }
        Operation open = call.operation;
        if (open != null && !open.isFailed()) {
            boolean late = Cursor.get().recent(Waiting.class, Waiting.class) != null;
            open.fail(late ? "timeout" : "cancelled", late ? Outcome.TIMEOUT : Outcome.CANCELLED);
        }
        call.ended(null);
    }

    /** The command is sent anew: to the node that a redirect names, or over a new connection. */
    static @Nullable Operation again(RedisCommand<?, ?, ?> command) {
        Call call = take(command);
        if (call == null) {
            return null;
        }
        Operation before = call.operation;
        if (before != null) {
            CommandOutput<?, ?, ?> output = command.getOutput();
            if (output != null && output.hasError()) {
                RedisReply.error(before, output.getError());
            } else {
                before.fail("_OTHER", Outcome.REMOTE_ERROR);
            }
            call.ended(null);
        }
        return before;
    }

    private static @Nullable Call take(RedisCommand<?, ?, ?> command) {
        return Associations.remove(CommandWrapper.unwrap(command), Call.class);
    }

    private void ended(@Nullable Throwable thrown) {
        Operation open = operation;
        if (waiting.decrementAndGet() == 0 && open != null) {
            open.end(open.isFailed() ? thrown : null);
        }
    }
}
