// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jaxrs;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A resource method that RESTEasy registers under its full path. */
@Instrument(
        name = "resteasy",
        library = "RESTEasy",
        types = "org.jboss.resteasy.core.registry.RootClassNode",
        methods = "addInvoker")
public final class ResteasyClassNode {
    private ResteasyClassNode() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(1) @Nullable String path,
            @Advice.Argument(value = 2, typing = DYNAMIC) @Nullable Object invoker) {
        ResteasyPath.remember(invoker, path);
    }
}
