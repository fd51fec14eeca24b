// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import dev.foreshock.api.CommandArguments;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.instrumentation.redis.ArgumentHash;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One command as it is about to be sent. Its arguments are not encoded yet, so that of one that writes only the first key is
 * looked at.
 */
final class SentCommand implements CommandArguments {
    private final String name;
    private final @Nullable CommandArgs<?, ?> arguments;

    SentCommand(RedisCommand<?, ?, ?> command) {
        name = new String(command.getType().getBytes(), StandardCharsets.ISO_8859_1);
        arguments = command.getArgs();
    }

    String name() {
        return name;
    }

    Shape shape() {
        return Recorder.instance().command(name, this);
    }

    /** Of what is read; of what is written the key will do. Arguments that must not be looked at are like no others. */
    long hash(Shape shape) {
        if (shape.is(Shape.READS) && count() > 1) {
            byte[] encoded = encoded();
            return encoded == null ? System.identityHashCode(arguments) : ArgumentHash.add(1, encoded);
        }
        String key = key(0);
        return key == null ? 0 : ArgumentHash.add(0, key);
    }

    @Override
    public int count() {
        return arguments == null ? 0 : arguments.count();
    }

    @Override
    public @Nullable String text(int index) {
        return null;
    }

    @Override
    public @Nullable String key(int index) {
        ByteBuffer key = arguments == null ? null : arguments.getFirstEncodedKey();
        // The application's codec may answer a buffer that it will answer again: its position is not to move.
        return key == null
                ? null
                : StandardCharsets.UTF_8.decode(key.duplicate()).toString();
    }

    /**
     * Words are not told from keys here: a stream of this name, in a group, counts as waiting. So does what must not be looked at.
     */
    @Override
    public boolean isBlocking() {
        byte[] encoded = encoded();
        return encoded == null || new String(encoded, StandardCharsets.ISO_8859_1).contains("\r\nBLOCK\r\n");
    }

    /** As it is going to be written; {@code null} where encoding it here could change what is written then. */
    private byte @Nullable [] encoded() {
        if (arguments == null) {
            return new byte[0];
        }
        if (!Codecs.isRepeatable(arguments)) {
            return null;
        }
        ByteBuf buffer = Unpooled.buffer(128);
        arguments.encode(buffer);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
