// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.AttributeKey;
import java.lang.ref.WeakReference;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A connection is opened. Its first request is often sent by a listener that is called when it is there, on an event loop
 * that knows of no context: then it is that of whoever opened the connection.
 *
 * <p>Kept weakly, since a connection of some other protocol keeps it for good.
 */
@Instrument(
        name = "netty",
        library = "Netty HTTP client",
        fromJava6 = true,
        types = "io.netty.bootstrap.Bootstrap",
        methods = "doResolveAndConnect")
public final class ConnectBegin {
    private static final AttributeKey<WeakReference<Operation>> OPENER =
            AttributeKey.valueOf(ConnectBegin.class, "opener");

    private ConnectBegin() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return(typing = DYNAMIC) @Nullable Object connected) {
        Operation operation = Cursor.get().capture();
        if (operation != null && connected instanceof ChannelFuture future && future.channel() != null) {
            future.channel().attr(OPENER).set(new WeakReference<>(operation));
        }
    }

    /** Who has opened the channel, asked once; {@code null} where its unit is over. */
    static @Nullable Operation opener(Channel channel) {
        WeakReference<Operation> kept = channel.attr(OPENER).getAndSet(null);
        Operation operation = kept == null ? null : kept.get();
        return operation == null || operation.unit().isEnded() ? null : operation;
    }
}
