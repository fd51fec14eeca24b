// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.coroutines;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Instrument;
import kotlin.coroutines.CoroutineContext;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A coroutine that is being made: it belongs to what made it, whatever the scope that it is made in. */
@Instrument(
        name = "kotlinx-coroutines",
        library = "Kotlin coroutines",
        types = "kotlinx.coroutines.CoroutineContextKt",
        methods = "newCoroutineContext(kotlinx.coroutines.CoroutineScope,kotlin.coroutines.CoroutineContext)")
public final class CoroutineCreate {
    private CoroutineCreate() {}

    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(value = 1, typing = DYNAMIC))
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(1) @Nullable CoroutineContext added) {
        CarriedContext context = CarriedContext.capture();
        return context == null || added == null ? null : added.plus(new RequestElement(context));
    }
}
