// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.packaging;

import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import org.jspecify.annotations.Nullable;

/**
 * Gives the libraries that the agent carries names of its own, so that they never meet the application's copies.
 *
 * <p>Three kinds of class file are treated differently: the libraries themselves, the agent's core, which uses them, and
 * instrumentations, which are compiled against the application's libraries: there only ByteBuddy's annotations are renamed.
 */
final class Relocation extends Remapper {
    /** Whose class file is being renamed. */
    enum Kind {
        LIBRARY,
        CORE,
        INSTRUMENTATION
    }

    static final String SHADED = "dev/foreshock/shaded/";
    static final String SDK_LOGGER = "dev/foreshock/core/log/SdkLogger";
    static final String SDK_LEVEL = "dev/foreshock/core/log/SdkLevel";

    private static final String BYTE_BUDDY = "net/bytebuddy/";
    private static final String BYTE_BUDDY_PROPERTY = "net.bytebuddy.";
    private static final String LOGGER = "java/util/logging/Logger";
    private static final String LEVEL = "java/util/logging/Level";

    /** Libraries that look for it do without where it is not to be found; newer JVMs warn whom they see using it. */
    private static final String UNSAFE = "sun/misc/Unsafe";

    private final Set<String> libraryClasses;
    private final Kind kind;

    /** @param libraryClasses internal names of all classes that may be carried */
    Relocation(Set<String> libraryClasses, Kind kind) {
        super(Opcodes.ASM9);
        this.libraryClasses = libraryClasses;
        this.kind = kind;
    }

    @Override
    public String map(String internalName) {
        if (kind == Kind.LIBRARY && internalName.equals(LOGGER)) {
            return SDK_LOGGER;
        }
        if (kind == Kind.LIBRARY && internalName.equals(LEVEL)) {
            return SDK_LEVEL;
        }
        if (kind == Kind.LIBRARY && internalName.equals(UNSAFE)) {
            return SHADED + UNSAFE;
        }
        if (!libraryClasses.contains(internalName)
                || (kind == Kind.INSTRUMENTATION && !internalName.startsWith(BYTE_BUDDY))) {
            return internalName;
        }
        return SHADED + internalName;
    }

    /** Strings move where a library names one of its own classes, and ByteBuddy its system properties. */
    @Override
    public Object mapValue(Object value) {
        if (kind == Kind.LIBRARY && value instanceof String text) {
            if (text.startsWith(BYTE_BUDDY_PROPERTY)) {
                return SHADED.replace('/', '.') + text;
            }
            String internalName = text.replace('.', '/');
            if (libraryClasses.contains(internalName)) {
                String moved = map(internalName);
                return text.indexOf('.') < 0 ? moved : moved.replace('/', '.');
            }
        }
        return super.mapValue(value);
    }

    /** The class file under its new name, without what only a debugger or a Kotlin compiler would read of a library. */
    byte[] apply(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor visitor = kind == Kind.LIBRARY ? new Slimmer(writer) : writer;
        new ClassReader(classFile).accept(new ClassRemapper(visitor, this), 0);
        return writer.toByteArray();
    }

    private static final class Slimmer extends ClassVisitor {
        Slimmer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return descriptor.endsWith("kotlin/Metadata;") ? null : super.visitAnnotation(descriptor, visible);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitLocalVariable(
                        String variable, String type, @Nullable String generic, Label start, Label end, int index) {
                    // Left out: names of local variables are for debuggers.
                }
            };
        }
    }
}
