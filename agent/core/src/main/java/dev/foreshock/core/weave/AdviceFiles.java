// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Shows advice to ByteBuddy as if it took and answered nothing but {@code Object}.
 *
 * <p>ByteBuddy converts the values of the woven method to the types of the advice's parameters in the woven method itself,
 * where a failed cast, or a type that the woven class cannot see, would be the application's error. This way every
 * conversion happens behind the {@link Fuse}: the call site passes objects, and the linked handle casts them.
 */
final class AdviceFiles implements ClassFileLocator {
    private static final String OBJECT = "java/lang/Object";

    /** Parameters with other annotations have the type that ByteBuddy wants for them. */
    private static final String[] VALUES = {"$This;", "$Argument;", "$Return;", "$FieldValue;"};

    private final ClassLoader agent;
    private final Map<String, String> descriptors = new ConcurrentHashMap<>();

    /** @param agent has the class files of advice as resources */
    AdviceFiles(ClassLoader agent) {
        this.agent = agent;
    }

    @Override
    public Resolution locate(String name) throws IOException {
        try (InputStream in = agent.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                return new Resolution.Illegal(name);
            }
            byte[] file = in.readAllBytes();
            return new Resolution.Explicit(name.startsWith("java.") ? file : generalized(name, file));
        }
    }

    /** The descriptor of an advice method as it really is. */
    String descriptor(String adviceClass, String method, String generalized) {
        String known = descriptors.get(key(adviceClass, method, generalized));
        return known == null ? generalized : known;
    }

    private byte[] generalized(String name, byte[] file) {
        ClassReader reader = new ClassReader(file);
        Parameters parameters = new Parameters();
        reader.accept(parameters, ClassReader.SKIP_CODE);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String method,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        boolean[] fixed = parameters.fixed.get(method + descriptor);
                        if (fixed == null) {
                            return super.visitMethod(access, method, descriptor, signature, exceptions);
                        }
                        String general = generalize(descriptor, fixed);
                        descriptors.put(key(name, method, general), descriptor);
                        return super.visitMethod(access, method, general, null, exceptions);
                    }
                },
                ClassReader.SKIP_CODE);
        return writer.toByteArray();
    }

    private static String generalize(String descriptor, boolean[] fixed) {
        Type[] types = Type.getArgumentTypes(descriptor);
        for (int i = 0; i < types.length; i++) {
            if (!fixed[i]) {
                types[i] = generalize(types[i]);
            }
        }
        return Type.getMethodDescriptor(generalize(Type.getReturnType(descriptor)), types);
    }

    private static Type generalize(Type type) {
        return type.getSort() == Type.OBJECT ? Type.getObjectType(OBJECT) : type;
    }

    private static String key(String adviceClass, String method, String descriptor) {
        return adviceClass + ' ' + method + descriptor;
    }

    @Override
    public void close() {
        // The agent's loader stays open as long as the process runs.
    }

    /** Finds the advice methods, and which of their parameters must keep their types. */
    private static final class Parameters extends ClassVisitor {
        private final Map<String, boolean[]> fixed = new HashMap<>();

        Parameters() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            boolean[] marks = new boolean[Type.getArgumentTypes(descriptor).length];
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    if (annotation.contains("/Advice$OnMethod")) {
                        fixed.put(method + descriptor, marks);
                    }
                    return null;
                }

                @Override
                public @Nullable AnnotationVisitor visitParameterAnnotation(
                        int parameter, String annotation, boolean visible) {
                    if (annotation.contains("/Advice$") && !isValue(annotation)) {
                        marks[parameter] = true;
                    }
                    return null;
                }
            };
        }

        private static boolean isValue(String annotation) {
            for (String value : VALUES) {
                if (annotation.endsWith(value)) {
                    return true;
                }
            }
            return false;
        }
    }
}
