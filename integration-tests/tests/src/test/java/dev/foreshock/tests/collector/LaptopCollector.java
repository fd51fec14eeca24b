// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Collector of {@code collector-config/laptop} does to metrics. */
final class LaptopCollector {
    static final Path FILE = JvmBuilder.repositoryRoot().resolve("collector-config/laptop/otel-collector.yaml");

    private static final Pattern COPY = Pattern.compile(
            "set\\(datapoint\\.attributes\\[\"([a-z._]+)\"], resource\\.attributes\\[\"([a-z._]+)\"]\\)");

    private LaptopCollector() {}

    /** Attributes of the resource that it copies to every point, so that they become labels. */
    static Set<String> copiedFromResource() throws IOException {
        Set<String> copied = new TreeSet<>();
        Matcher copy = COPY.matcher(Files.readString(FILE));
        while (copy.find()) {
            if (!copy.group(1).equals(copy.group(2))) {
                throw new IOException("copied under another name: " + copy.group());
            }
            copied.add(copy.group(1));
        }
        return copied;
    }
}
