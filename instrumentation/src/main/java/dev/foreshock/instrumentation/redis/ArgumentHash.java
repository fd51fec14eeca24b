// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.redis;

/** A hash over the arguments of a command: whether two commands ask for the same is told by it, and nothing else. */
public final class ArgumentHash {
    /** Of a long value the beginning and the length will do. */
    private static final int READ = 128;

    private ArgumentHash() {}

    /** Goes on with the next argument. */
    public static long add(long hash, byte[] argument) {
        long result = hash * 31 + argument.length;
        for (int i = 0; i < Math.min(READ, argument.length); i++) {
            result = (result ^ argument[i]) * 0x100000001B3L; // FNV-1a
        }
        return result;
    }

    /** Goes on with the next argument. */
    public static long add(long hash, CharSequence argument) {
        long result = hash * 31 + argument.length();
        for (int i = 0; i < Math.min(READ, argument.length()); i++) {
            result = (result ^ argument.charAt(i)) * 0x100000001B3L;
        }
        return result;
    }
}
