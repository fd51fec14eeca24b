// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.http.RequestUnit;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What no handler of a pipeline has caught. */
@Instrument(
        name = "netty",
        library = "Netty HTTP server",
        fromJava6 = true,
        types = "io.netty.channel.DefaultChannelPipeline",
        methods = "onUnhandledInboundException")
public final class PipelineException {
    private PipelineException() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) @Nullable Throwable thrown) {
        if (thrown != null) {
            RequestUnit.threw(thrown);
        }
    }
}
