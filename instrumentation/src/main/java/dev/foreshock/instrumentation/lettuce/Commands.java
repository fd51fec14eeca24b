// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.redis.CommandBatch;
import io.lettuce.core.protocol.CommandArgsAccessor;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.DecoratedCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.TransactionalCommand;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an endpoint: where it goes, and the commands that it collects for a transaction or a pipeline. Several threads
 * may share a connection; those that share a transaction as well get a size that is about right.
 */
final class Commands {
    private volatile Target target = new Target("redis", null, 0, "0");
    private volatile @Nullable CommandBatch transaction;
    private volatile @Nullable CommandBatch buffered;
    private volatile @Nullable Call buffering;

    private Commands() {}

    static Commands of(Object endpoint) {
        Cursor cursor = Cursor.get();
        Commands recent = cursor.recent(endpoint, Commands.class);
        if (recent == null) {
            recent = Associations.get(endpoint, Commands.class);
            if (recent == null) {
                recent = new Commands();
                Associations.put(endpoint, recent);
            }
            cursor.remember(endpoint, recent);
        }
        return recent;
    }

    /** A command is written: the connection may change to another database. */
    static void written(Object endpoint, RedisCommand<?, ?, ?> command) {
        if (command.getType() != CommandType.SELECT || command.getArgs() == null) {
            return;
        }
        Long database = CommandArgsAccessor.getFirstInteger(command.getArgs());
        if (database != null) {
            Commands commands = of(endpoint);
            Target before = commands.target;
            commands.target = new Target(before.system(), before.address(), before.port(), database.toString());
        }
    }

    /** A name of the host is not looked up: it is known from connecting, or stays unknown. */
    private Target target(@Nullable Channel channel) {
        Target known = target;
        if (known.address() == null
                && channel != null
                && channel.remoteAddress() instanceof InetSocketAddress address) {
            known = new Target(known.system(), address.getHostString(), address.getPort(), known.namespace());
            target = known;
        }
        return known;
    }

    /** A command is about to be sent, or collected; {@code null} where it is no operation of its own. */
    @Nullable
    Call send(RedisCommand<?, ?, ?> command, @Nullable Channel channel, boolean flushing) {
        if (Cursor.get().isSuppressed()) {
            return null;
        }
        SentCommand sent = new SentCommand(command);
        Shape shape = sent.shape();
        String verb = shape.operation();
        if (verb.endsWith("SUBSCRIBE") || isHandshake(verb) || isOwn(shape)) {
            return null;
        }
        CommandBatch commands = transaction;
        if (verb.equals("MULTI")) {
            transaction = new CommandBatch(true);
            return null;
        }
        if (commands != null && isTransactional(command)) {
            commands.add(shape, sent.hash(shape));
            return null;
        }
        transaction = null;
        if (!flushing) {
            collect(command, shape, sent.hash(shape));
            return null;
        }
        Operation operation = begin(Call.again(command), channel);
        if (operation == null) {
            return null;
        }
        if (commands != null && verb.equals("EXEC")) {
            commands.describe(operation);
        } else {
            operation.shape(shape);
            operation.parameterHash(sent.hash(shape));
        }
        Call call = new Call(operation, 1);
        call.keepWith(command);
        operation.detach();
        return call;
    }

    /** Of connections that Lettuce opens again on threads of its own. */
    private static boolean isHandshake(String verb) {
        return verb.equals("AUTH") || verb.equals("HELLO") || verb.equals("CLIENT");
    }

    /** What Lettuce asks for itself, on threads of its own: which nodes a cluster has, for example. */
    private static boolean isOwn(Shape shape) {
        return shape.is(Shape.PROBE) && Cursor.get().current() == null;
    }

    private static boolean isTransactional(RedisCommand<?, ?, ?> command) {
        RedisCommand<?, ?, ?> inner = command;
        while (inner instanceof DecoratedCommand<?, ?, ?> wrapper) {
            if (wrapper instanceof TransactionalCommand) {
                return true;
            }
            inner = wrapper.getDelegate();
        }
        return false;
    }

    /** Commands that are sent in one go. */
    @Nullable
    Call send(Collection<?> all, @Nullable Channel channel, boolean flushing) {
        if (Cursor.get().isSuppressed()) {
            return null;
        }
        for (Object each : all) {
            if (each instanceof RedisCommand<?, ?, ?> command) {
                SentCommand sent = new SentCommand(command);
                Shape shape = sent.shape();
                collect(command, shape, sent.hash(shape));
            }
        }
        return flushing ? flush(channel) : null;
    }

    private void collect(RedisCommand<?, ?, ?> command, Shape shape, long hash) {
        CommandBatch batch = buffered;
        Call call = buffering;
        if (batch == null || call == null) {
            buffered = batch = new CommandBatch(false);
            buffering = call = new Call(null, 0);
        }
        batch.add(shape, hash);
        call.add(command);
    }

    /** What was collected is sent. */
    @Nullable
    Call flush(@Nullable Channel channel) {
        CommandBatch batch = buffered;
        Call call = buffering;
        buffered = null;
        buffering = null;
        if (batch == null || call == null) {
            return null;
        }
        Operation operation = begin(null, channel);
        if (operation != null) {
            batch.describe(operation);
            operation.detach();
            call.begin(operation);
        }
        return call;
    }

    private @Nullable Operation begin(@Nullable Operation before, @Nullable Channel channel) {
        Operation begun;
        if (before == null) {
            begun = Operation.begin(Kind.CACHE);
        } else {
            Cursor cursor = Cursor.get();
            Cursor.Resumption interrupted = cursor.attach(before.parent());
            try {
                begun = Operation.begin(Kind.CACHE);
                if (begun != null) {
                    cursor.leave(begun);
                }
            } finally {
                cursor.restore(interrupted);
            }
        }
        if (begun != null) {
            begun.target(target(channel));
        }
        return begun;
    }
}
