// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.grpc.ClientInterceptor;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The interceptors of a channel that is built, of any transport. The first of them runs last, so that what the application's
 * own do, a tracer's among them, is known when the call goes out.
 */
@Instrument(
        name = "grpc",
        library = "gRPC client",
        types = {"io.grpc.internal.ManagedChannelImplBuilder", "io.grpc.internal.AbstractManagedChannelImplBuilder"},
        methods = "getEffectiveInterceptors")
public final class ChannelBuild {
    private ChannelBuild() {}

    @Advice.AssignReturned.ToReturned(typing = DYNAMIC)
    @Advice.OnMethodExit(inline = false)
    public static @Nullable Object exit(@Advice.Return(typing = DYNAMIC) @Nullable Object returned) {
        if (!(returned instanceof List<?> interceptors)) {
            return returned;
        }
        List<Object> all = new ArrayList<>(interceptors.size() + 1);
        ClientInterceptor innermost = new ChannelInterceptor();
        all.add(innermost);
        all.addAll(interceptors);
        return all;
    }
}
