// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.http.RequestUnit;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An invocation under way: a request, with a route and a status, or the run of a function for anything else.
 *
 * @param root {@code null} where the request is ignored
 * @param request {@code null} where it is none
 */
record Invoked(@Nullable Operation root, @Nullable RequestUnit request) {
    /** Of a router within the function, which knows better, the route counts. */
    private static final int PRECISION = 1;

    private static final int MAX_ANSWER = 1 << 18;

    static @Nullable Invoked byRequest(Event event) {
        RequestUnit unit = RequestUnit.begin(new GatewayRequest(event));
        if (unit == null) {
            return null;
        }
        String route = event.route();
        if (route != null && !unit.isIgnored()) {
            RequestUnit.route(route, PRECISION);
        }
        return new Invoked(unit.isIgnored() ? null : Cursor.get().current(), unit);
    }

    static @Nullable Invoked byEvent(Event event) {
        Recorder recorder = Recorder.instance();
        boolean isLinked = event.links().total() > 0;
        Operation root = isLinked ? recorder.beginUnit(Kind.JOB, event.links()) : recorder.beginUnit(Kind.JOB, event);
        if (root == null) {
            return null;
        }
        String name = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
        root.unit().route(name == null ? "function" : name);
        return new Invoked(root, null);
    }

    /** The handler has returned, or thrown. {@code returned} is what it wrote, where that is known. */
    void end(@Nullable Object returned, @Nullable Throwable thrown) {
        if (request != null) {
            request.end(thrown == null ? status(returned) : 0, thrown);
            request.leave(null);
        } else if (root != null) {
            root.end(thrown);
        }
    }

    /** As the answer to a gateway has it; 0 where it has none, which the gateway takes for 200, and where it is very long. */
    private static int status(@Nullable Object returned) {
        if (!(returned instanceof ByteArrayOutputStream answer) || answer.size() > MAX_ANSWER) {
            return 0;
        }
        JsonText json = new JsonText(answer.toByteArray(), MAX_ANSWER);
        if (json.object()) {
            for (String name = json.member(); name != null; name = json.member()) {
                if (name.equals("statusCode")) {
                    return Math.max(0, json.number());
                }
                json.skip();
            }
        }
        return 0;
    }
}
