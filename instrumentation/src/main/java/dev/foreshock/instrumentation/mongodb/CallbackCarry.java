// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import com.mongodb.internal.async.SingleResultCallback;
import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A server is chosen, or a connection taken from its pool, for a command that is to be sent: the callback, the last argument, may
 * be told on the thread of the monitor or of whoever gave a connection back.
 */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = {
            "com.mongodb.internal.connection.BaseCluster",
            "com.mongodb.internal.connection.LoadBalancedCluster",
            "com.mongodb.internal.connection.DefaultServer",
            "com.mongodb.internal.connection.LoadBalancedServer"
        },
        methods = {"selectServerAsync", "getConnectionAsync"})
public final class CallbackCarry {
    private CallbackCarry() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToAllArguments(typing = DYNAMIC)
    @SuppressWarnings("unchecked")
    public static @Nullable Object enter(@Advice.AllArguments @Nullable Object[] arguments) {
        int last = arguments.length - 1;
        CarriedContext carried = arguments[last] instanceof SingleResultCallback<?> ? CarriedContext.capture() : null;
        if (carried == null) {
            return null;
        }
        arguments[last] = new CarriedCallback(carried, (SingleResultCallback<Object>) arguments[last]);
        return arguments;
    }
}
