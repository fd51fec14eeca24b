// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redisson;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.redis.CommandBatch;
import dev.foreshock.instrumentation.redis.RedisReply;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisException;
import org.redisson.client.protocol.CommandData;
import org.redisson.client.protocol.CommandsData;

/**
 * One operation of Redisson's, and the commands that it waits for. It ends with the last reply, before whoever waits for a promise
 * goes on, or with its promise, where no reply comes. Any thread may end it.
 */
final class Call {
    private final Operation operation;
    private final AtomicInteger waiting;

    private Call(Operation operation, int commands) {
        this.operation = operation;
        this.waiting = new AtomicInteger(commands);
    }

    static void begin(RedisConnection connection, CommandData<?, ?> command) {
        SentCommand sent = new SentCommand(command);
        Shape shape = sent.shape();
        if (isOwn(shape.operation())) {
            return;
        }
        Operation operation = Operation.begin(Kind.CACHE);
        if (operation != null) {
            operation.shape(shape);
            operation.parameterHash(sent.hash(shape));
            operation.target(target(connection));
            Associations.put(command, new Call(operation, 1));
            detach(operation, command.getPromise());
        }
    }

    /** What opens a connection or keeps it alive, on threads of Redisson's, and what begins a subscription. */
    private static boolean isOwn(String verb) {
        return switch (verb) {
            case "PING", "AUTH", "HELLO", "CLIENT", "SELECT" -> true;
            default -> verb.endsWith("SUBSCRIBE");
        };
    }

    static void begin(RedisConnection connection, CommandsData commands) {
        Operation operation = Operation.begin(Kind.CACHE);
        if (operation == null) {
            return;
        }
        boolean transaction = false;
        for (CommandData<?, ?> each : commands.getCommands()) {
            transaction |= each.getCommand().getName().equals("MULTI");
        }
        CommandBatch batch = new CommandBatch(transaction);
        for (CommandData<?, ?> each : commands.getCommands()) {
            SentCommand sent = new SentCommand(each);
            Shape shape = sent.shape();
            batch.add(shape, sent.hash(shape));
        }
        batch.describe(operation);
        operation.target(target(connection));
        Call call = new Call(operation, commands.getCommands().size());
        for (CommandData<?, ?> each : commands.getCommands()) {
            Associations.put(each, call);
        }
        detach(operation, commands.getPromise());
    }

    private static void detach(Operation operation, CompletableFuture<?> promise) {
        Cursor cursor = Cursor.get();
        // What the promise tells here carries nothing to whoever else listens.
        cursor.suppress();
        try {
            var unused = promise.whenComplete((reply, thrown) -> end(operation, thrown));
        } finally {
            cursor.unsuppress();
        }
        operation.detach();
    }

    private static Target target(RedisConnection connection) {
        RedisClient client = connection.getRedisClient();
        Target known = Associations.get(client, Target.class);
        if (known == null) {
            InetSocketAddress address = client.getAddr();
            String database = Integer.toString(client.getConfig().getDatabase());
            known = address == null
                    ? new Target("redis", null, 0, database)
                    : new Target("redis", address.getHostString(), address.getPort(), database);
            if (address != null) {
                Associations.put(client, known);
            }
        }
        return known;
    }

    /** A reply has been read. */
    static void complete(Object command, @Nullable Object reply) {
        Call call = Associations.remove(command, Call.class);
        if (call == null) {
            return;
        }
        // Several values come as a map, in which what was not there is missing.
        RedisReply.values(call.operation, reply instanceof Map<?, ?> map ? map.values() : reply);
        call.ended(null);
    }

    static void failed(Object command, Throwable thrown) {
        Call call = Associations.remove(command, Call.class);
        if (call != null) {
            note(call.operation, thrown);
            call.ended(thrown);
        }
    }

    private void ended(@Nullable Throwable thrown) {
        if (waiting.decrementAndGet() == 0) {
            operation.end(operation.isFailed() ? thrown : null);
        }
    }

    private static void end(Operation operation, @Nullable Throwable thrown) {
        if (operation.isEnded()) {
            return;
        }
        if (thrown != null) {
            note(operation, thrown);
        }
        operation.end(operation.isFailed() ? thrown : null);
    }

    private static void note(Operation operation, Throwable thrown) {
        if (thrown instanceof RedisException error && isReply(error)) {
            RedisReply.error(operation, reply(error));
        } else {
            RedisReply.failed(operation, thrown);
            operation.fail(thrown);
        }
    }

    private static boolean isReply(RedisException error) {
        String type = error.getClass().getSimpleName();
        return !type.contains("Timeout") && !type.contains("Connection") && !type.contains("Shutdown");
    }

    /** As the server has sent it; of a few Redisson has dropped the first word. */
    private static @Nullable String reply(RedisException error) {
        return switch (error.getClass().getSimpleName()) {
            case "RedisOutOfMemoryException" -> "OOM";
            case "RedisMovedException" -> "MOVED";
            case "RedisAskException" -> "ASK";
            default -> error.getMessage();
        };
    }
}
