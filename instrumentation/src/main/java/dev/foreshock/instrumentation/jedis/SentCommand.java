// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import dev.foreshock.api.CommandArguments;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.instrumentation.redis.ArgumentHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command as it is about to be written. */
final class SentCommand implements CommandArguments {
    private final String name;
    private final byte[][] arguments;

    private SentCommand(String name, byte[][] arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    static SentCommand of(byte[] command, byte[][] arguments) {
        return new SentCommand(new String(command, StandardCharsets.ISO_8859_1), arguments);
    }

    /** The command is the first of the words. */
    static SentCommand of(Iterable<?> words) {
        List<byte[]> raw = new ArrayList<>(4);
        for (Object word : words) {
            raw.add(RawWords.bytes(word));
        }
        return raw.isEmpty()
                ? new SentCommand("", new byte[0][])
                : of(raw.get(0), raw.subList(1, raw.size()).toArray(new byte[0][]));
    }

    String name() {
        return name;
    }

    Shape shape() {
        return Recorder.instance().command(name, this);
    }

    /** Of what is read; of what is written the key will do. */
    long hash(Shape shape) {
        int count = shape.is(Shape.READS) ? arguments.length : Math.min(1, arguments.length);
        long hash = 0;
        for (int i = 0; i < count; i++) {
            hash = ArgumentHash.add(hash, arguments[i]);
        }
        return hash;
    }

    @Override
    public int count() {
        return arguments.length;
    }

    @Override
    public @Nullable String text(int index) {
        return new String(arguments[index], StandardCharsets.UTF_8);
    }
}
