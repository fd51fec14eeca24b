// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a JVM wrote about the classes that it loaded, one line each. */
record ClassLoadLog(Path file) {
    private static final String SOURCE = " source: ";

    /** The flag that has a JVM write it. */
    String flag() {
        return "-Xlog:class+load:file=" + file;
    }

    List<String> lines() throws IOException {
        return Files.readAllLines(file);
    }

    /** Where a class was first loaded from, as {@code shared objects file (top)}. */
    String source(String type) throws IOException {
        return lines().stream()
                .filter(line -> line.contains(" " + type + SOURCE))
                .map(line -> line.substring(line.indexOf(SOURCE) + SOURCE.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " was not loaded"));
    }
}
