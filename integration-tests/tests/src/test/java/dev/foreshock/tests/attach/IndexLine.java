// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import dev.foreshock.harness.JvmBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/**
 * A line of the weave index in the packaged jar: a class of advice, and what it is woven into.
 *
 * @param name what switches it off
 * @param methods as {@code execute}, or with parameters as {@code execute(java.lang.String)}
 */
record IndexLine(String advice, String name, List<String> types, List<String> methods) {
    /** All lines. */
    static List<IndexLine> all() throws IOException {
        List<IndexLine> lines = new ArrayList<>();
        try (ZipFile jar = new ZipFile(JvmBuilder.agentJar().toFile());
                BufferedReader index = new BufferedReader(new InputStreamReader(
                        jar.getInputStream(jar.getEntry("core/META-INF/weave.index")), StandardCharsets.UTF_8))) {
            for (String line = index.readLine(); line != null; line = index.readLine()) {
                lines.add(new IndexLine(
                        line.substring(line.lastIndexOf('.', line.indexOf('\t')) + 1, line.indexOf('\t')),
                        field(line, "name=").get(0),
                        field(line, "types="),
                        field(line, "methods=")));
            }
        }
        return lines;
    }

    /** The names of all types that any line lists. */
    static Set<String> allTypes() throws IOException {
        Set<String> types = new TreeSet<>();
        for (IndexLine line : all()) {
            types.addAll(line.types());
        }
        return types;
    }

    private static List<String> field(String line, String name) {
        for (String field : line.split("\t")) {
            if (field.startsWith(name)) {
                return List.of(field.substring(name.length()).split(";"));
            }
        }
        return List.of();
    }
}
