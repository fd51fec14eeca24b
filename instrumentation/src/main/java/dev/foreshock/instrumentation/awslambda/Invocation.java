// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
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
        RuntimeRequest invoked = new RuntimeRequest(request);
        Event event = Event.read(invoked.content());
        Invoked begun = event.isRequest() ? Invoked.byRequest(event) : Invoked.byEvent(event);
        Operation root = begun == null ? null : begun.root();
        if (root == null) {
            return begun;
        }
        boolean first = Associations.get(handler, Warm.class) == null;
        if (first) {
            Associations.put(handler, new Warm());
        }
        root.attribute("faas.coldstart", first);
        root.attribute("faas.trigger", event.trigger());
        root.attribute("faas.invocation_id", invoked.text("getId"));
        root.attribute("cloud.resource_id", invoked.text("getInvokedFunctionArn"));
        root.link(XRayHeader.link(invoked.text("getXrayTraceId")));
        return begun;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Return(typing = DYNAMIC) @Nullable Object returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Invoked begun) {
            begun.end(returned, thrown);
            if (begun.root() != null) {
                Recorder.instance().flush();
            }
        }
    }

    /** Marks a handler that has been called before. */
    private record Warm() {}
}
