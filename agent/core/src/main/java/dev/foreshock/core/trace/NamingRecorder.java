// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.CommandArguments;
import dev.foreshock.api.Destination;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.http.Destinations;
import dev.foreshock.core.messaging.MessageDestinations;
import dev.foreshock.core.redis.Commands;
import dev.foreshock.core.sql.Statements;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of the recorder that says what an operation is: the shape of what is sent, and where it goes. Knows of no unit of work.
 *
 * <p>Everything here runs on application threads, and answers from caches without locks. What a kind of dependency needs is
 * loaded with its first call.
 */
abstract class NamingRecorder extends Recorder {
    private final Statements statements;
    private final KnownShapes shapes = new KnownShapes();

    NamingRecorder(Statements statements) {
        this.statements = statements;
    }

    @Override
    public final Shape sql(String text, @Nullable Target target) {
        return statements.shape(text, target);
    }

    @Override
    public final Shape command(String name, CommandArguments arguments) {
        return Redis.COMMANDS.shape(name, arguments);
    }

    @Override
    public final Shape commands(boolean transaction, @Nullable Shape each, int size) {
        return Redis.COMMANDS.several(transaction, each, size);
    }

    @Override
    public final Shape message(String destination) {
        return Messaging.DESTINATIONS.shape(destination);
    }

    @Override
    public final Shape shape(long hash, Supplier<Shape> words) {
        return shapes.find(hash, words);
    }

    @Override
    public final Destination destination(
            String method,
            String scheme,
            String host,
            int port,
            String path,
            @Nullable String query,
            @Nullable String template) {
        return Http.DESTINATIONS.find(method, scheme, host, port, path, query, template);
    }

    @Override
    public final @Nullable Target jdbcTarget(String url) {
        return statements.target(url);
    }

    /** Loaded with the first outbound request. */
    private static final class Http {
        static final Destinations DESTINATIONS = new Destinations();
    }

    /** Loaded with the first Redis command. */
    private static final class Redis {
        static final Commands COMMANDS = new Commands();
    }

    /** Loaded with the first message. */
    private static final class Messaging {
        static final MessageDestinations DESTINATIONS = new MessageDestinations();
    }
}
