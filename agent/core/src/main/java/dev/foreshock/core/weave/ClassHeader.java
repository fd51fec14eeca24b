// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What weaving must know of a class before it is rewritten: version, supertypes and declared methods, read straight from the
 * class file (JVMS 4.1), without loading anything.
 *
 * <p>A damaged class file gives an {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}; the virtual
 * machine will refuse it in its own words.
 */
final class ClassHeader {
    static final int STATIC = 0x0008;
    static final int INTERFACE = 0x0200;
    static final int NATIVE = 0x0100;
    static final int ABSTRACT = 0x0400;

    private final byte[] file;
    private final int[] constants;
    private final int accessAt;

    ClassHeader(byte[] file) {
        this.file = file;
        if (int4(0) != 0xCAFEBABE) {
            throw new IllegalArgumentException("no class file");
        }
        constants = new int[int2(8)];
        int at = 10;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = file[at];
            switch (tag) {
                case 1 -> at += 3 + int2(at + 1);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
                case 5, 6 -> {
                    at += 9;
                    i++;
                }
                case 7, 8, 16, 19, 20 -> at += 3;
                case 15 -> at += 4;
                default -> throw new IllegalArgumentException("constant of unknown kind " + tag);
            }
        }
        accessAt = at;
    }

    /** 52 for Java 8. */
    int majorVersion() {
        return int2(6);
    }

    boolean isInterface() {
        return (int2(accessAt) & INTERFACE) != 0;
    }

    /** Internal names of the superclass, unless it is {@code Object} or there is none, and of the interfaces. */
    String[] supertypes() {
        int superclass = int2(accessAt + 4);
        String superName = superclass == 0 ? "java/lang/Object" : className(superclass);
        int interfaces = int2(accessAt + 6);
        boolean skip = superName.equals("java/lang/Object");
        String[] names = new String[interfaces + (skip ? 0 : 1)];
        int next = 0;
        if (!skip) {
            names[next++] = superName;
        }
        for (int i = 0; i < interfaces; i++) {
            names[next++] = className(int2(accessAt + 8 + 2 * i));
        }
        return names;
    }

    /** Whether a declared method with a body is one that the advice is for. */
    boolean declaresMethodFor(WeavePoint point) {
        int at = accessAt + 8 + 2 * int2(accessAt + 6);
        int fields = int2(at);
        at += 2;
        for (int i = 0; i < fields; i++) {
            at = skipAttributes(at + 6);
        }
        int methods = int2(at);
        at += 2;
        for (int i = 0; i < methods; i++) {
            int access = int2(at);
            if ((access & (ABSTRACT | NATIVE)) == 0 && point.weaves(access, text(int2(at + 2)), text(int2(at + 4)))) {
                return true;
            }
            at = skipAttributes(at + 6);
        }
        return false;
    }

    private int skipAttributes(int at) {
        int attributes = int2(at);
        int next = at + 2;
        for (int i = 0; i < attributes; i++) {
            next += 6 + int4(next + 2);
        }
        return next;
    }

    private String className(int constant) {
        return text(int2(constants[constant] + 1));
    }

    private String text(int constant) {
        int at = constants[constant];
        int length = int2(at + 1);
        for (int i = 0; i < length; i++) {
            if (file[at + 3 + i] < 0) {
                return modifiedUtf8(at + 1, length + 2);
            }
        }
        return new String(file, at + 3, length, StandardCharsets.ISO_8859_1);
    }

    private String modifiedUtf8(int at, int length) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, at, length))) {
            return in.readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("damaged constant", e);
        }
    }

    private int int2(int at) {
        return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
    }

    private int int4(int at) {
        return int2(at) << 16 | int2(at + 2);
    }
}
