// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jedis;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The words of a command since Jedis 4, whose type Jedis 3 does not have. */
final class RawWords {
    private static final MethodHandle BYTES = bytes();

    private RawWords() {}

    private static MethodHandle bytes() {
        try {
            Class<?> type = Class.forName("redis.clients.jedis.args.Rawable", false, RawWords.class.getClassLoader());
            return MethodHandles.publicLookup()
                    .unreflect(type.getMethod("getRaw"))
                    .asType(MethodType.methodType(byte[].class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static byte[] bytes(Object word) {
        try {
            return (byte[]) BYTES.invokeExact(word);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
