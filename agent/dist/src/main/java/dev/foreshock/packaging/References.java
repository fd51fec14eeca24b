// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.packaging;

import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.TypePath;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.MethodRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import org.jspecify.annotations.Nullable;

/**
 * What a class needs in order to run: the classes that its code and its members' descriptors name, those it names in a
 * string, and the methods it calls on {@link Relocation#SDK_LOGGER}. Annotations, generic signatures and lists of nested
 * classes do not count.
 */
final class References extends Remapper {
    private final Set<String> classes = new LinkedHashSet<>();
    private final Set<String> loggerMethods = new LinkedHashSet<>();

    private References() {
        super(Opcodes.ASM9);
    }

    /** The references of a class file. */
    static References of(byte[] classFile) {
        References references = new References();
        new ClassReader(classFile).accept(references.new Collector(), ClassReader.SKIP_DEBUG);
        return references;
    }

    /** Internal names. */
    Set<String> classes() {
        return classes;
    }

    /** Names with descriptors. */
    Set<String> loggerMethods() {
        return loggerMethods;
    }

    @Override
    public String map(String internalName) {
        classes.add(internalName);
        return internalName;
    }

    @Override
    public @Nullable String mapSignature(@Nullable String signature, boolean typeSignature) {
        return signature;
    }

    @Override
    public Object mapValue(Object value) {
        if (value instanceof String text) {
            classes.add(text.replace('.', '/'));
        }
        return super.mapValue(value);
    }

    private final class Collector extends ClassRemapper {
        Collector() {
            super(Opcodes.ASM9, new ClassWriter(0), References.this);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return null;
        }

        @Override
        public @Nullable AnnotationVisitor visitTypeAnnotation(
                int reference, TypePath path, String descriptor, boolean visible) {
            return null;
        }

        @Override
        public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
            // Listing a nested class is not using it.
        }

        @Override
        public void visitNestMember(String member) {
            // Nor is this.
        }

        @Override
        protected MethodVisitor createMethodRemapper(MethodVisitor next) {
            return new MethodRemapper(Opcodes.ASM9, next, References.this) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                    return null;
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                    if (owner.equals(Relocation.SDK_LOGGER)) {
                        loggerMethods.add(name + descriptor);
                    }
                    super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                }
            };
        }

        @Override
        public void visitAttribute(net.bytebuddy.jar.asm.Attribute attribute) {
            // Of no use at run time.
        }
    }

    /** The methods that a class file declares, as {@link #loggerMethods} names them. */
    static Set<String> declaredMethods(byte[] classFile) {
        Set<String> methods = new LinkedHashSet<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    String @Nullable [] exceptions) {
                                methods.add(name + descriptor);
                                return null;
                            }
                        },
                        ClassReader.SKIP_CODE);
        return methods;
    }
}
