// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.util.CheckClassAdapter;

/** Compares each class as it was woven with its file: the code is sound, and the members are the same. */
public final class WovenCode {
    private WovenCode() {}

    /** @param arguments a file with a class name on each line */
    public static void main(String[] arguments) throws Exception {
        for (String name : Files.readAllLines(Path.of(arguments[0]))) {
            Class<?> type;
            try {
                type = Class.forName(name, false, WovenCode.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                continue;
            }
            byte[] file = file(name);
            byte[] woven = ClassFiles.of(type);
            if (Arrays.equals(file, woven)) {
                continue;
            }
            String complaint = complaint(woven, type.getClassLoader());
            if (!complaint.isEmpty() && complaint(file, type.getClassLoader()).isEmpty()) {
                System.out.println("unsound " + name + " " + complaint.lines().findFirst());
            } else if (!members(file).equals(members(woven))) {
                System.out.println("changed " + name + " " + without(file, woven) + " to " + without(woven, file));
            } else {
                System.out.println("sound " + name);
            }
        }
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** What ASM's verifier has against a class; it complains of types too that a library has left out. */
    private static String complaint(byte[] classFile, ClassLoader loader) {
        StringWriter said = new StringWriter();
        try {
            CheckClassAdapter.verify(new ClassReader(classFile), loader, false, new PrintWriter(said));
        } catch (RuntimeException | LinkageError e) {
            return e.toString();
        }
        return said.toString();
    }

    private static Set<String> without(byte[] one, byte[] other) {
        Set<String> members = members(one);
        members.removeAll(members(other));
        return members;
    }

    /**
     * Everything but the code of the methods. Classes that were loaded early the JVM puts together anew: in an order of its
     * own, and without what marks them as deprecated.
     */
    private static Set<String> members(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        Set<String> members = new TreeSet<>();
        members.add((node.access & ~Opcodes.ACC_DEPRECATED) + " " + node.name + " " + node.signature + " "
                + node.superName + node.interfaces);
        node.fields.forEach(field -> members.add((field.access & ~Opcodes.ACC_DEPRECATED) + " " + field.name
                + field.desc + field.signature + field.value));
        node.methods.forEach(method -> members.add((method.access & ~Opcodes.ACC_DEPRECATED) + " " + method.name
                + method.desc + method.signature + method.exceptions));
        return members;
    }
}
