// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * One invocation, for handlers of objects and of streams alike. What it recorded is exported before the answer is given:
 * afterwards the process is frozen, perhaps for ever.
 */
@Instrument(
        name = "aws-lambda",
        library = "AWS Lambda",
        types = "com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader$2",
        methods = "call")
public final class Invocation {
    private Invocation() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object handler,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object request) {
        Operation root = Recorder.instance().beginUnit(Kind.JOB, header -> null);
        if (root == null) {
            return null;
        }
        String name = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
        root.unit().route(name == null ? "function" : name);
        boolean first = Associations.get(handler, Warm.class) == null;
        if (first) {
            Associations.put(handler, new Warm());
        }
        root.attribute("faas.coldstart", first);
        root.attribute("faas.invocation_id", text(request, "getId"));
        root.attribute("cloud.resource_id", text(request, "getInvokedFunctionArn"));
        return root;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Operation root) {
            root.end(thrown);
            Recorder.instance().flush();
        }
    }

    /** The class of requests has moved between versions of the client; one reflective call per invocation costs nothing. */
    private static @Nullable String text(@Nullable Object request, String getter) {
        try {
            return request != null && request.getClass().getMethod(getter).invoke(request) instanceof String value
                    ? value
                    : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Marks a handler that has been called before. */
    private record Warm() {}
}
