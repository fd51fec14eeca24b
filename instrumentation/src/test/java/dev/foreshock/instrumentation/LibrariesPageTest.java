// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the page of supported libraries and the reviewed index to the weave index; {@code -Dforeshock.pages=write} writes both. */
class LibrariesPageTest {
    private static final Path GOLDEN_INDEX = Path.of("src/test/resources/weave.index");
    private static final Path PAGE = Path.of("../docs/supported-libraries.md");

    @Test
    void the_page_shows_what_the_index_says() throws IOException {
        String page = page(index());
        if ("write".equals(System.getProperty("foreshock.pages"))) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "run the build with -Dforeshock.pages=write to write the page anew");
    }

    /** What is woven is changed on purpose only, and a review sees it line by line. */
    @Test
    void the_index_is_the_one_that_was_reviewed() throws IOException {
        String index = text();
        if ("write".equals(System.getProperty("foreshock.pages"))) {
            Files.writeString(GOLDEN_INDEX, index);
        }
        assertEquals(
                Files.readString(GOLDEN_INDEX), index, "run the build with -Dforeshock.pages=write to write it anew");
    }

    private static String text() throws IOException {
        try (InputStream in = LibrariesPageTest.class.getResourceAsStream("/META-INF/weave.index")) {
            assertNotNull(in, "the annotation processor has written no index");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Map<String, String>> index() throws IOException {
        List<Map<String, String>> entries = new ArrayList<>();
        for (String line : text().split("\n")) {
            Map<String, String> entry = new HashMap<>();
            for (String field : line.split("\t")) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    entry.put(field.substring(0, equals), field.substring(equals + 1));
                }
            }
            entries.add(entry);
        }
        assertFalse(entries.isEmpty());
        return entries;
    }

    private static String page(List<Map<String, String>> index) throws IOException {
        Map<String, TreeSet<String>> types = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (Map<String, String> entry : index) {
            String library = entry.get("library");
            names.put(library, entry.get("name"));
            TreeSet<String> known = types.computeIfAbsent(library, unused -> new TreeSet<>());
            for (String type : entry.getOrDefault("types", "").split(";")) {
                if (!type.isEmpty()) {
                    known.add("`" + type + "`");
                }
            }
            for (String type : entry.getOrDefault("subtypesOf", "").split(";")) {
                if (!type.isEmpty()) {
                    known.add("every `" + type + "`");
                }
            }
        }
        StringBuilder page = new StringBuilder("""
                # Supported libraries

                What is woven, by the name that switches it off: `OTEL_INSTRUMENTATION_<NAME>_ENABLED=false`. This page is written by
                a test from the weave index.

                | library | name | classes |
                |---|---|---|
                """);
        for (Map.Entry<String, TreeSet<String>> library : types.entrySet()) {
            page.append("| ").append(library.getKey()).append(" | `").append(names.get(library.getKey()));
            page.append("` | ").append(String.join(", ", library.getValue())).append(" |\n");
        }
        page.append("""

                ## Versions that tests run

                The versions in brackets are those that only `-Pmatrix` adds.

                | library | versions |
                |---|---|
                """);
        for (Map.Entry<String, List<String>> library : tested().entrySet()) {
            page.append("| ").append(library.getKey()).append(" | ");
            page.append(String.join(", ", library.getValue())).append(" |\n");
        }
        return page.toString();
    }

    /** Name, version, suite and artifacts, as the integration tests pin them. */
    private static Map<String, List<String>> tested() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        Map<String, List<String>> versions = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../integration-tests/tests/libraries.txt"))) {
            List<String> words = new ArrayList<>(List.of(line.trim().split("\\s+")));
            if (words.size() < 4 || line.startsWith("#")) {
                continue;
            }
            words.removeIf(word -> word.startsWith("org.slf4j:"));
            String version = words.get(3).substring(words.get(3).lastIndexOf(':') + 1);
            if (version.startsWith("${")) {
                version = property(pom, version.substring(2, version.length() - 1));
            }
            versions.computeIfAbsent(words.get(0), unused -> new ArrayList<>())
                    .add(words.get(2).equals("default") ? version : "(" + version + ")");
        }
        return versions;
    }

    private static String property(String pom, String name) {
        int from = pom.indexOf("<" + name + ">") + name.length() + 2;
        return pom.substring(from, pom.indexOf("</" + name + ">"));
    }
}
