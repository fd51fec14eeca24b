// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The life of one inbound HTTP request: it begins on the server's thread, may leave it and come back on others, and ends
 * once. An ignored route lives the same life with nothing recorded in it.
 *
 * <p>On each thread {@link #begin} or {@link #resume} is followed by {@link #leave}; {@link #end} may come from any thread,
 * before or after that. Where the server itself says that a request is over, it is over: no listener is put into the
 * application's way. Attributes follow the HTTP semantic conventions, server side.
 */
public final class RequestUnit {
    private final @Nullable Operation root;

    private RequestUnit(@Nullable Operation root) {
        this.root = root;
    }

    /** The request whose root is known. */
    public static RequestUnit of(Operation root) {
        return new RequestUnit(root);
    }

    /** The request that this thread serves; {@code null} where nothing is recorded. */
    public static @Nullable RequestUnit served() {
        LocalTrace unit = currentUnit();
        return unit == null ? null : new RequestUnit(unit.root());
    }

    /** {@code null} where this thread serves a request already, and where nothing is recorded. */
    public static @Nullable RequestUnit begin(InboundRequest request) {
        Cursor cursor = Cursor.get();
        if (cursor.isSuppressed() || cursor.isUnitOpen()) {
            return null;
        }
        Recorder recorder = Recorder.instance();
        String path = RequestText.path(request.path());
        if (recorder.isIgnoredRoute(path)) {
            cursor.beginIgnored();
            return new RequestUnit(null);
        }
        Operation root = recorder.beginUnit(Kind.REQUEST, request);
        if (root == null) {
            return null;
        }
        describe(root, request, path);
        return new RequestUnit(root);
    }

    private static void describe(Operation root, InboundRequest request, String path) {
        String method = request.method();
        String known = RequestText.knownMethod(method);
        if (known != null) {
            root.unit().method(known);
            root.attribute("http.request.method", known);
        } else {
            root.unit().method("HTTP");
            root.attribute("http.request.method", "_OTHER");
        }
        root.attribute("url.path", path);
        root.attribute("url.scheme", RequestText.scheme(request.scheme()));
        root.attribute("user_agent.original", RequestText.userAgent(request.apply("user-agent")));
        root.attribute("client.address", RequestText.clientAddress(request));
        root.attribute("server.address", request.serverName());
        if (request.serverPort() > 0) {
            root.attribute("server.port", (long) request.serverPort());
        }
    }

    /** The container does not say when the request is over: the servlet that was called last does. */
    public void endsInServlet() {
        if (root != null) {
            Associations.put(root, EndsInServlet.YES);
        }
    }

    /** The request that this thread serves, where it was marked by {@link #endsInServlet}. */
    public static @Nullable RequestUnit endingInServlet() {
        LocalTrace unit = currentUnit();
        return unit == null || Associations.get(unit.root(), EndsInServlet.class) == null
                ? null
                : new RequestUnit(unit.root());
    }

    /** Whether nothing is recorded of the request, since its route is ignored. */
    public boolean isIgnored() {
        return root == null;
    }

    /** Whether the request is known to be over; what is ignored never is. */
    public boolean isOver() {
        return root != null && root.isEnded();
    }

    /** Whether this thread is in the course of the request already. */
    public boolean isServedHere() {
        Cursor cursor = Cursor.get();
        Operation current = cursor.current();
        return root == null ? cursor.isSuppressed() : current != null && current.unit() == root.unit();
    }

    /** Adds the scheme of a server that learns it only while it serves the request. */
    public void scheme(@Nullable String scheme) {
        if (root != null && root.attribute("url.scheme") == null) {
            root.attribute("url.scheme", RequestText.scheme(scheme));
        }
    }

    /** The request goes on with this thread. Answers what {@link #leave} takes back. */
    public Cursor.@Nullable Resumption resume() {
        Cursor cursor = Cursor.get();
        if (root == null) {
            cursor.beginIgnored();
            return null;
        }
        return cursor.resume(root);
    }

    /** The thread leaves the request, over or not. {@code before} is what {@link #resume} answered. */
    public void leave(Cursor.@Nullable Resumption before) {
        Cursor cursor = Cursor.get();
        if (root == null) {
            cursor.endIgnored();
        } else if (before != null) {
            cursor.restore(before);
        } else {
            cursor.leave(root);
        }
    }

    /**
     * The request is over.
     *
     * @param status as it was sent, after any error page; 0 where none was
     * @param thrown what reached the server, or {@code null}; counts as a failure unless the answer was a client error
     */
    public void end(int status, @Nullable Throwable thrown) {
        if (root == null || root.isEnded()) {
            return;
        }
        // Removed whatever the status: what was thrown may reach something that this request is remembered with.
        Escaped escaped = Associations.remove(root, Escaped.class);
        Throwable cause = thrown == null && escaped != null && status >= 500 ? escaped.thrown : thrown;
        if (status > 0) {
            root.status(status);
            root.attribute("http.response.status_code", (long) status);
        }
        if (status >= 500 && cause == null) {
            root.fail(Integer.toString(status), Outcome.REMOTE_ERROR);
        }
        root.end(status >= 400 && status < 500 ? null : RequestText.rootOf(cause));
    }

    /** The request will not be answered: its connection was closed first. */
    public void abandon() {
        if (root != null && !root.isEnded()) {
            root.fail("connection_closed", Outcome.REMOTE_ERROR);
            end(0, null);
        }
    }

    /** Notes what the application threw into the container, which answers it with an error page. The first one counts. */
    public static void threw(Throwable thrown) {
        LocalTrace unit = currentUnit();
        if (unit != null && Associations.get(unit.root(), Escaped.class) == null) {
            Associations.put(unit.root(), new Escaped(thrown));
        }
    }

    /** Whether this thread serves a request whose route is not yet known as precisely as that. */
    public static boolean isRouteWanted(int precision) {
        LocalTrace unit = currentUnit();
        return unit != null && unit.routePrecision() < precision;
    }

    /** Offers the route of the request that this thread serves. */
    public static void route(String route, int precision) {
        LocalTrace unit = currentUnit();
        if (unit != null) {
            unit.route(route, precision);
        }
    }

    /** Offers a route of a router that tries one after another: the last one counts. */
    public static void lastRoute(String route) {
        LocalTrace unit = currentUnit();
        if (unit != null) {
            unit.route(route, unit.routePrecision() + 1);
        }
    }

    /** Offers a route that begins where the known one, a mapping such as {@code /api/*}, ends. */
    public static void routeBelow(String template, int precision) {
        LocalTrace unit = currentUnit();
        if (unit != null) {
            String mapping = unit.route();
            String prefix =
                    mapping == null || !mapping.endsWith("/*") ? "" : mapping.substring(0, mapping.length() - 2);
            unit.route(prefix + template, precision);
        }
    }

    private static @Nullable LocalTrace currentUnit() {
        Operation current = Cursor.get().current();
        return current == null || current.unit().root().kind() != Kind.REQUEST ? null : current.unit();
    }

    private record Escaped(Throwable thrown) {}

    private enum EndsInServlet {
        YES
    }
}
