// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.lettuce.core.protocol.CommandArgs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Whether arguments may be encoded once more than Lettuce does.
 *
 * <p>Its own codecs write into a buffer they are given. Others answer one, which may be the application's key or value itself:
 * whoever reads it has used it up, and the command would be sent without it. Or they serialize an object, at a cost.
 */
final class Codecs {
    private static final @Nullable VarHandle CODEC = codec();

    private Codecs() {}

    static boolean isRepeatable(CommandArgs<?, ?> arguments) {
        return CODEC != null && CODEC.get(arguments) instanceof ToByteBufEncoder;
    }

    private static @Nullable VarHandle codec() {
        try {
            return MethodHandles.privateLookupIn(CommandArgs.class, MethodHandles.lookup())
                    .findVarHandle(CommandArgs.class, "codec", RedisCodec.class);
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return null;
        }
    }
}
