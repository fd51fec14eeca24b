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
        types = "org.jboss.resteasy.core.registry.RootNode",
        methods = "addInvoker")
public final class ResteasyRootNode {
    private ResteasyRootNode() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.Argument(0) @Nullable String path,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object invoker) {
        ResteasyPath.remember(invoker, path);
    }
}
