// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Libraries in several versions, each with all the jars it needs. They are named in {@code libraries.txt} of the tests and
 * resolved once by the build, which leaves a file of class paths that this class reads.
 */
public final class Libraries {
    private static final Properties CLASS_PATHS = load();

    private Libraries() {}

    /**
     * The jars of a library.
     *
     * @param version as in {@code libraries.txt}: {@code floor}, {@code latest} or one in between
     */
    public static List<Path> of(String name, String version) {
        String classPath = CLASS_PATHS.getProperty(name + "/" + version);
        if (classPath == null) {
            throw new IllegalArgumentException(name + "/" + version + " is not in libraries.txt, or in its matrix part"
                    + " and the build ran without -Pmatrix; there are "
                    + new TreeSet<>(CLASS_PATHS.keySet()));
        }
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
    }

    /** Whether the build resolved this version: without {@code -Pmatrix} it leaves most of them out. */
    public static boolean has(String name, String version) {
        return CLASS_PATHS.containsKey(name + "/" + version);
    }

    /** The names of all libraries that the build resolved some version of. */
    public static Set<String> names() {
        return CLASS_PATHS.stringPropertyNames().stream()
                .map(key -> key.substring(0, key.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties load() {
        Path file = Path.of(System.getProperty("foreshock.libraries", "target/libraries.properties"));
        Properties classPaths = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            classPaths.load(in);
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "no " + file.toAbsolutePath() + "; the Maven build of integration-tests/tests writes it", missing);
        }
        return classPaths;
    }
}
