// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import com.mongodb.internal.async.SingleResultCallback;
import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A command is sent, and its reply told to a callback, the last argument. One of the two overloads calls the other. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.connection.DefaultServerConnection",
        methods = "commandAsync")
public final class CommandSend {
    private CommandSend() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToAllArguments(typing = DYNAMIC)
    @SuppressWarnings("unchecked")
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object connection, @Advice.AllArguments @Nullable Object[] arguments) {
        int last = arguments.length - 1;
        if (!(arguments[last] instanceof SingleResultCallback<?> callback)
                || callback instanceof ReplyCallback
                || callback instanceof CarriedCallback) {
            return null;
        }
        SingleResultCallback<Object> told = (SingleResultCallback<Object>) callback;
        CarriedContext carried = CarriedContext.capture();
        Operation operation = Command.begin(connection, arguments);
        if (operation != null) {
            operation.detach();
            arguments[last] = new ReplyCallback(operation, carried, told);
        } else if (carried != null) {
            // What follows an ignored request's command is ignored too.
            arguments[last] = new CarriedCallback(carried, told);
        } else {
            return null;
        }
        return arguments;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null
                && entered instanceof Object[] arguments
                && arguments[arguments.length - 1] instanceof ReplyCallback callback) {
            callback.threw(thrown);
        }
    }
}
