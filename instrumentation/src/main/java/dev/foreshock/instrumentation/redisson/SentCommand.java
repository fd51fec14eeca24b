// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redisson;

import dev.foreshock.api.CommandArguments;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.instrumentation.redis.ArgumentHash;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.redisson.client.protocol.CommandData;

/** One command as it is about to be sent: keys are text as a rule, values are encoded already. */
final class SentCommand implements CommandArguments {
    private final String name;
    private final Object[] parameters;

    SentCommand(CommandData<?, ?> command) {
        name = command.getCommand().getName();
        parameters = command.getParams() == null ? new Object[0] : command.getParams();
    }

    Shape shape() {
        return Recorder.instance().command(name, this);
    }

    /** Of what is read; of what is written the key will do. */
    long hash(Shape shape) {
        int count = shape.is(Shape.READS) ? parameters.length : Math.min(1, parameters.length);
        long hash = 0;
        for (int i = 0; i < count; i++) {
            Object parameter = parameters[i];
            if (parameter instanceof byte[] bytes) {
                hash = ArgumentHash.add(hash, bytes);
            } else if (parameter instanceof ByteBuf buffer) {
                hash = hash * 31 + buffer.hashCode();
            } else {
                String text = text(i);
                hash = text == null ? hash * 31 : ArgumentHash.add(hash, text);
            }
        }
        return hash;
    }

    @Override
    public int count() {
        return parameters.length;
    }

    @Override
    public @Nullable String text(int index) {
        Object parameter = parameters[index];
        return parameter instanceof CharSequence || parameter instanceof Number ? parameter.toString() : null;
    }

    @Override
    public @Nullable String key(int index) {
        Object parameter = parameters[index];
        if (parameter instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return parameter instanceof ByteBuf buffer ? buffer.toString(StandardCharsets.UTF_8) : text(index);
    }
}
