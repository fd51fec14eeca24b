// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.grpc.ServerBuilder;
import net.bytebuddy.asm.Advice;

/** A server that is built. The interceptor that is added last runs first, so that the application's own run inside the call. */
@Instrument(
        name = "grpc",
        library = "gRPC server",
        types = {"io.grpc.internal.ServerImplBuilder", "io.grpc.internal.AbstractServerImplBuilder"},
        methods = "build()")
public final class ServerBuild {
    private ServerBuild() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) ServerBuilder<?> builder) {
        builder.intercept(new CallInterceptor());
    }
}
