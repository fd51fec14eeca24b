// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.redis.CommandBatch;
import dev.foreshock.instrumentation.redis.RedisReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What is under way on one connection: the commands that were sent and have no reply yet. One command is an operation from its
 * sending to its reply. Several are one operation from the moment on that their replies are waited for, so that what the
 * application does while it fills a pipeline is none of it. A transaction lasts until the reply of its EXEC.
 *
 * <p>A connection is used by one thread at a time, and so is this; but for the commands that change a subscription, which are
 * left out for that reason.
 */
final class Exchange {
    private Target target;
    private boolean sending;
    private boolean subscribed;
    private boolean transaction;
    private boolean executing;
    private int pending;
    private @Nullable Shape first;
    private long firstHash;
    private @Nullable CommandBatch batch;
    private @Nullable Operation operation;

    private Exchange(Target target) {
        this.target = target;
    }

    /** {@code addressed} tells where the connection goes. */
    static Exchange of(Object connection, @Nullable Object addressed) {
        Exchange known = known(connection);
        if (known == null) {
            known = new Exchange(Addresses.target(addressed));
            Associations.put(connection, known);
            Cursor.get().remember(connection, known);
        }
        return known;
    }

    static @Nullable Exchange known(Object connection) {
        Cursor cursor = Cursor.get();
        Exchange recent = cursor.recent(connection, Exchange.class);
        if (recent != null) {
            return recent;
        }
        Exchange known = Associations.get(connection, Exchange.class);
        if (known != null) {
            cursor.remember(connection, known);
        }
        return known;
    }

    Target target() {
        return target;
    }

    /** A connection is about to be opened: no reply will come to what was sent before. Nothing begins where it is open already. */
    static @Nullable Operation opening(Object connection) {
        if (!(connection instanceof Connection closed) || closed.isConnected()) {
            return null;
        }
        Exchange known = known(connection);
        if (known != null && !known.sending) {
            known.reset();
        }
        return Operation.begin(Kind.CONNECT);
    }

    static void opened(Operation opening, Target target, @Nullable Throwable thrown) {
        opening.target(target);
        if (thrown != null) {
            RedisReply.failed(opening, thrown);
        }
        opening.end(thrown);
    }

    /** A command is about to be written. Answers false where it is none of its own: what a connection sends while it is opened. */
    boolean send(SentCommand command) {
        Shape shape = command.shape();
        String verb = shape.operation();
        boolean own = !sending && !isOfSubscription(verb);
        if (own) {
            send(command, verb, shape);
        }
        if (verb.equals("SELECT")) {
            target = Addresses.withDatabase(target, command);
        }
        return own;
    }

    private void send(SentCommand command, String verb, Shape shape) {
        sending = true;
        pending++;
        long hash = command.hash(shape);
        if (transaction) {
            sendInTransaction(verb, shape, hash);
        } else if (pending > 1) {
            addToPipeline(shape, hash);
        } else {
            beginSingle(verb, shape, hash);
        }
    }

    /** They may come from any thread while another one reads messages, and end a subscription at some time. */
    private boolean isOfSubscription(String verb) {
        if (verb.endsWith("UNSUBSCRIBE") || (subscribed && (verb.equals("PING") || verb.endsWith("SUBSCRIBE")))) {
            return true;
        }
        subscribed = verb.endsWith("SUBSCRIBE");
        return false;
    }

    private void beginSingle(String verb, Shape shape, long hash) {
        first = shape;
        firstHash = hash;
        batch = null;
        if (verb.equals("MULTI")) {
            transaction = true;
            batch = new CommandBatch(true);
        }
        // What a pool asks to see whether its connections are alive, it asks outside any unit.
        Operation begun = shape.is(Shape.PROBE) && Cursor.get().current() == null ? null : begin();
        if (begun != null) {
            begun.shape(shape);
            begun.parameterHash(hash);
        }
        operation = begun;
    }

    private void addToPipeline(Shape shape, long hash) {
        CommandBatch commands = batch;
        if (commands == null) {
            cancel();
            commands = new CommandBatch(false);
            if (first != null) {
                commands.add(first, firstHash);
            }
            batch = commands;
        }
        commands.add(shape, hash);
    }

    private void sendInTransaction(String verb, Shape shape, long hash) {
        if (verb.equals("DISCARD") && pending == 1) {
            cancel();
            transaction = false;
            beginSingle(verb, shape, hash);
        } else if (verb.equals("EXEC") || verb.equals("DISCARD")) {
            executing = true;
            if (operation == null && pending == 1) {
                operation = begin();
            }
        } else {
            // So far MULTI, or a command that was told to wait, looked like one of its own.
            cancel();
            if (batch != null) {
                batch.add(shape, hash);
            }
        }
    }

    private @Nullable Operation begin() {
        if (Cursor.get().isOpen(Kind.CONNECT)) {
            return null;
        }
        Operation begun = Operation.begin(Kind.CACHE);
        if (begun != null) {
            begun.target(target);
        }
        return begun;
    }

    private void cancel() {
        if (operation != null) {
            Recorder.instance().cancel(operation);
            operation = null;
        }
    }

    /** The command was written, or could not be. */
    void sent(@Nullable Throwable thrown) {
        sending = false;
        if (thrown != null) {
            failed(thrown);
        } else {
            leave();
        }
    }

    /** What the thread does until it reads the reply has nothing to do with the command. */
    private void leave() {
        if (operation != null) {
            Cursor.get().leave(operation);
        }
    }

    /** No reply will come any more. */
    void failed(Throwable thrown) {
        Operation failed = operation;
        if (failed == null && batch != null && pending > 0) {
            failed = begin();
        }
        if (failed != null) {
            if (batch != null && batch.size() > 0) {
                batch.describe(failed);
            }
            RedisReply.failed(failed, thrown);
            failed.end(thrown);
        }
        reset();
    }

    /** A reply is about to be read. Answers false where it is awaited by none of the commands here. */
    boolean beforeReply() {
        if (sending || pending == 0) {
            return false;
        }
        if (operation == null && batch != null) {
            operation = begin();
            leave();
        }
        return true;
    }

    /** A reply was read, an error among others, or nobody answered. */
    void reply(@Nullable Object reply, @Nullable Throwable thrown) {
        if (thrown != null && !(thrown instanceof JedisDataException)) {
            failed(thrown);
            return;
        }
        Operation open = operation;
        if (thrown != null && open != null) {
            RedisReply.error(open, thrown.getMessage());
        }
        if (--pending > 0) {
            return;
        }
        CommandBatch commands = batch;
        if (transaction && !executing && commands != null) {
            // Commands that wait for EXEC. MULTI itself is nothing that anybody waits for, unless it fails.
            if (commands.size() > 0) {
                return;
            }
            if (thrown == null) {
                cancel();
                return;
            }
            commands = null;
        }
        if (open != null) {
            end(open, commands, reply, thrown);
        }
        reset();
    }

    private static void end(
            Operation open, @Nullable CommandBatch commands, @Nullable Object reply, @Nullable Throwable thrown) {
        if (commands == null) {
            if (thrown == null) {
                RedisReply.values(open, reply);
            }
            open.end(open.isFailed() ? thrown : null);
            return;
        }
        commands.describe(open);
        if (reply instanceof List<?> replies) {
            for (Object each : replies) {
                if (each instanceof JedisDataException error) {
                    RedisReply.error(open, error.getMessage());
                    break;
                }
            }
        }
        open.end(null);
    }

    private void reset() {
        pending = sending ? 1 : 0;
        transaction = false;
        executing = false;
        operation = null;
        first = null;
        batch = null;
    }
}
