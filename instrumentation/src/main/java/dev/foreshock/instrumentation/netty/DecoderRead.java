// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.netty;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A decoder that has passed on what it read: its event loop goes on with another connection, and leaves the request. */
@Instrument(
        name = "netty",
        library = "Netty HTTP server",
        fromJava6 = true,
        types = "io.netty.handler.codec.ByteToMessageDecoder",
        methods = {"channelRead", "channelInactive"})
public final class DecoderRead {
    private DecoderRead() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
        return Cursor.get().mark();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
        if (entered instanceof Cursor.Mark mark) {
            Cursor.get().returnTo(mark);
        }
    }
}
