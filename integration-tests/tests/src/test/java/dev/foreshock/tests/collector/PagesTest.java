// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of {@code collector-config} and the walk-through lead to what there is, and every picture is shown and small. */
class PagesTest {
    private static final Path ROOT = JvmBuilder.repositoryRoot();
    private static final Path PICTURES = ROOT.resolve("docs/pictures");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final long MOST_BYTES = 150_000;

    @Test
    void every_link_leads_to_a_file_and_every_picture_is_shown() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("docs/walk-through.md")));
        try (Stream<Path> all = Files.walk(ROOT.resolve("collector-config"))) {
            all.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        Set<Path> linked = new TreeSet<>();
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                Path target = page.resolveSibling(link.group(1)).normalize();
                assertTrue(Files.exists(target), () -> page + " leads to " + link.group(1));
                linked.add(target);
            }
        }
        Set<Path> pictures = new TreeSet<>();
        try (Stream<Path> all = Files.list(PICTURES)) {
            all.forEach(pictures::add);
        }
        for (Path picture : pictures) {
            assertTrue(Files.size(picture) < MOST_BYTES, picture::toString);
        }
        linked.removeIf(target -> !target.startsWith(PICTURES));
        assertEquals(pictures, linked);
    }
}
