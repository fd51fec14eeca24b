// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;

/** An agent that stands behind Foreshock and sees the class files that it made. */
public final class ClassFiles {
    private static Instrumentation instrumentation;

    private ClassFiles() {}

    public static void premain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    /** What the JVM is given for a class, woven or not. */
    static byte[] of(Class<?> type) throws UnmodifiableClassException {
        String wanted = type.getName().replace('.', '/');
        byte[][] seen = new byte[1][];
        ClassFileTransformer last = new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> loaded, ProtectionDomain domain, byte[] classFile) {
                if (wanted.equals(name)) {
                    seen[0] = classFile;
                }
                return null;
            }
        };
        instrumentation.addTransformer(last, true);
        try {
            instrumentation.retransformClasses(type);
        } finally {
            instrumentation.removeTransformer(last);
        }
        return seen[0];
    }
}
