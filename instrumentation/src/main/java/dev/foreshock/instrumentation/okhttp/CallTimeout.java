// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;

/** A call whose time is over: OkHttp cancels it, as the application could. */
@Instrument(
        name = "okhttp",
        library = "OkHttp",
        types = {
            "okhttp3.RealCall$1",
            "okhttp3.internal.connection.Transmitter$1",
            "okhttp3.internal.connection.Transmitter$timeout$1",
            "okhttp3.internal.connection.RealCall$timeout$1"
        },
        methods = "timedOut")
public final class CallTimeout {
    private CallTimeout() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Object timeout) {
        Associations.put(timeout, Over.YES);
    }

    enum Over {
        YES
    }
}
