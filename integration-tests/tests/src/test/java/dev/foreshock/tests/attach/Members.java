// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Prints the members of classes, which has the JVM link and verify them; a class that is not there is passed over. */
public final class Members {
    private Members() {}

    /** @param arguments a file with a class name on each line */
    public static void main(String[] arguments) throws Exception {
        List<String> names = Files.readAllLines(Path.of(arguments[0]));
        for (String name : names) {
            try {
                Class<?> type = Class.forName(name, false, Members.class.getClassLoader());
                System.out.println("found " + name);
                System.out.println(
                        type.getModifiers() + " " + type.getSuperclass() + Arrays.toString(type.getInterfaces()));
                Stream.of(type.getDeclaredFields(), type.getDeclaredMethods(), type.getDeclaredConstructors())
                        .flatMap(Arrays::stream)
                        .map(Object::toString)
                        .sorted()
                        .forEach(System.out::println);
            } catch (ClassNotFoundException e) {
                System.out.println("missing " + name);
            } catch (LinkageError e) {
                System.out.println("broken " + name + " " + e);
            }
        }
    }
}
