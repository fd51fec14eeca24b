// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the core does for instrumentations. One instance, set once when the agent starts; until then nothing is recorded.
 *
 * <p>None of its methods throws, and none blocks but {@link #flush}.
 */
public abstract class Recorder {
    private static volatile Recorder instance = new Silent();

    public static Recorder instance() {
        return instance;
    }

    /** The core alone calls it. */
    public static void install(Recorder recorder) {
        instance = recorder;
    }

    /** See {@link Operation#begin}. */
    public abstract @Nullable Operation begin(Cursor cursor, Kind kind);

    /**
     * Begins a unit of work on the current thread and resets its cursor.
     *
     * @param kind one for which {@link Kind#isUnit} holds
     * @param headers looks up a header of the incoming request or message by its lower-case name, or answers {@code null}
     * @return its root operation; {@code null} on the agent's own threads, where recording is suppressed, and where a unit is
     *     already open on this thread (a forward, an include, a nested filter), unless that is {@link LocalTrace#isOpenEnded
     *     open-ended}: then it is over
     */
    public abstract @Nullable Operation beginUnit(Kind kind, Function<String, @Nullable String> headers);

    /**
     * Begins a unit of work that no single caller is the parent of: a batch of messages, each with a trace of its own. It
     * begins a trace of its own, whose root is linked to what caused it.
     *
     * @param links see {@link #link}
     * @return as {@link #beginUnit(Kind, Function)} does
     */
    public final @Nullable Operation beginUnit(Kind kind, Links links) {
        Operation root = beginUnit(kind, name -> null);
        if (root != null) {
            root.links(links);
        }
        return root;
    }

    /**
     * Reads the context that came with a message, without beginning anything.
     *
     * @param headers looks up a header by its lower-case name, or answers {@code null}
     * @return {@code null} where there is none, or none that can be read
     */
    public abstract @Nullable Link link(Function<String, @Nullable String> headers);

    /** See {@link Operation#end}. Ends the unit of work where the operation is its root. */
    public abstract void end(Operation operation, @Nullable Throwable thrown);

    /** The operation will end on another thread; called on the one that makes the call, while its stack shows from where. */
    public abstract void detached(Operation operation);

    /** Takes back an operation that turned out to be no call at all: it is neither counted nor exported. */
    public abstract void cancel(Operation operation);

    /** The names of the headers that {@link #inject} may set, for a broker that has to be asked for each of them. */
    public List<String> contextHeaders() {
        return List.of();
    }

    /**
     * Writes the operation's context into the headers of an outgoing request or message, unless {@code present} says that a
     * tracer of the application's has already done so. What this agent has set for an earlier attempt, and what the
     * application has copied from the request that it serves, is replaced.
     *
     * @param present looks up a header by its name, whatever the case, or answers {@code null}
     * @param headers sets a header, in the place of any that has this name
     */
    public abstract void inject(
            Operation operation, Function<String, @Nullable String> present, BiConsumer<String, String> headers);

    /**
     * The shape of a statement's text, from a cache where the text is worth keeping.
     *
     * @param target decides the dialect; {@code null} reads the text in the safest way
     */
    public abstract Shape sql(String text, @Nullable Target target);

    /**
     * The shape of a Redis command: its name and the template of its first key, without any value.
     *
     * @param name in whatever case
     */
    public abstract Shape command(String name, CommandArguments arguments);

    /**
     * The shape of Redis commands that are sent together.
     *
     * @param transaction whether they are one transaction, not merely a pipeline
     * @param each the shape that they all have, {@code null} where they differ
     */
    public abstract Shape commands(boolean transaction, @Nullable Shape each, int size);

    /**
     * The shape of the sending of a message, the same for all that go to one destination.
     *
     * @param destination the name of a queue or topic; what a client has made up for a temporary one is left out of the shape
     */
    public abstract Shape message(String destination);

    /**
     * The shape that is known under a hash: for what is cheaper to hash than to put into words.
     *
     * @param hash 64 bits, spread well, over the system's name among others; that of the shape
     * @param words makes the shape where it is not known, or not any more
     */
    public abstract Shape shape(long hash, Supplier<Shape> words);

    /**
     * Where an HTTP request goes, from a cache where the same URL was asked for lately.
     *
     * @param host without a port; an IPv6 address may have its brackets
     * @param port 0 or less where the scheme's own is meant
     * @param path as it is sent; may carry the query
     * @param query without the question mark, {@code null} where there is none or {@code path} carries it
     * @param template the URI template that the application may have made the path of; {@code null} where there is none, and
     *     ignored where it does not fit
     */
    public abstract Destination destination(
            String method,
            String scheme,
            String host,
            int port,
            String path,
            @Nullable String query,
            @Nullable String template);

    /** The target that a JDBC URL names; never contains credentials. {@code null} where the URL cannot be read. */
    public abstract @Nullable Target jdbcTarget(String url);

    /** Where durations of the connection pool of this name are recorded. Not for hot paths. */
    public abstract PoolMeter poolMeter(String poolName);

    /** Where the look-ups and loads of the cache of this name are recorded. Not for hot paths. */
    public abstract CacheMeter cacheMeter(String cacheName);

    /**
     * Records that this thread got no connection: a failed operation of its own, since nothing has left the process.
     *
     * @param beganNanos when it began to wait
     */
    public abstract void poolTimedOut(Cursor cursor, String poolName, long beganNanos, Throwable thrown);

    /** Where in the application's code this thread is. Walks the stack, which takes microseconds and allocates. */
    public abstract @Nullable CallSite callSite();

    /** Counts something that was lost, under a short reason; reported as {@code foreshock.dropped} and in the diagnosis. */
    public abstract void dropped(String reason);

    /** Whether the route is excluded by {@code FORESHOCK_IGNORE_ROUTES}, or is a health check. */
    public abstract boolean isIgnoredRoute(String pathOrRoute);

    /** Whether log events get the ids of trace and span: not where a tracer of the application's own gives them its own. */
    public abstract boolean isLogContextWanted();

    /**
     * Exports everything that has been recorded, and waits for that for as long as {@code FORESHOCK_SHUTDOWN_TIMEOUT} allows. The
     * one method that waits: only for a process that is frozen when it has answered.
     */
    public void flush() {}

    /** A seed for the ids of one thread. */
    protected abstract long seed();

    private static final class Silent extends Recorder {
        @Override
        public @Nullable Operation begin(Cursor cursor, Kind kind) {
            return null;
        }

        @Override
        public @Nullable Operation beginUnit(Kind kind, Function<String, @Nullable String> headers) {
            return null;
        }

        @Override
        public @Nullable Link link(Function<String, @Nullable String> headers) {
            return null;
        }

        @Override
        public void end(Operation operation, @Nullable Throwable thrown) {}

        @Override
        public void detached(Operation operation) {}

        @Override
        public void cancel(Operation operation) {}

        @Override
        public void inject(
                Operation operation, Function<String, @Nullable String> present, BiConsumer<String, String> headers) {}

        @Override
        public Shape sql(String text, @Nullable Target target) {
            return new Shape(0, "?", "?", "?", java.util.List.of(), 0, 0, Shape.PROBE);
        }

        @Override
        public Shape command(String name, CommandArguments arguments) {
            return new Shape(0, "?", "?", "?", java.util.List.of(), 0, 0, Shape.PROBE);
        }

        @Override
        public Shape commands(boolean transaction, @Nullable Shape each, int size) {
            return new Shape(0, "?", "?", "?", java.util.List.of(), 0, 0, Shape.PROBE);
        }

        @Override
        public Shape message(String destination) {
            return new Shape(0, "?", "?", "?", java.util.List.of(), 0, 0, Shape.PROBE);
        }

        @Override
        public Shape shape(long hash, Supplier<Shape> words) {
            return new Shape(0, "?", "?", "?", java.util.List.of(), 0, 0, Shape.PROBE);
        }

        @Override
        public Destination destination(
                String method,
                String scheme,
                String host,
                int port,
                String path,
                @Nullable String query,
                @Nullable String template) {
            return new Destination(
                    new Shape(0, "?", "?", method, java.util.List.of(), 0, 0, Shape.PROBE),
                    new Target("http", host, port, null),
                    "?",
                    null);
        }

        @Override
        public @Nullable Target jdbcTarget(String url) {
            return null;
        }

        @Override
        public PoolMeter poolMeter(String poolName) {
            return new SilentMeter();
        }

        @Override
        public CacheMeter cacheMeter(String cacheName) {
            return new SilentCacheMeter();
        }

        @Override
        public void poolTimedOut(Cursor cursor, String poolName, long beganNanos, Throwable thrown) {}

        @Override
        public @Nullable CallSite callSite() {
            return null;
        }

        @Override
        public void dropped(String reason) {}

        @Override
        public boolean isIgnoredRoute(String pathOrRoute) {
            return false;
        }

        @Override
        public boolean isLogContextWanted() {
            return false;
        }

        @Override
        protected long seed() {
            return System.nanoTime();
        }
    }

    private static final class SilentCacheMeter implements CacheMeter {
        @Override
        public void read(long hits, long misses) {}

        @Override
        public void loaded(long nanos) {}
    }

    private static final class SilentMeter implements PoolMeter {
        @Override
        public void waited(long nanos) {}

        @Override
        public void used(long nanos) {}

        @Override
        public void timedOut() {}
    }
}
