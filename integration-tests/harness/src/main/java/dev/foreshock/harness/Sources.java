// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Java sources that are compiled while a test runs: for an older Java, against one version of a library, or for a jar or
 * module of their own. Not thread-safe.
 */
public final class Sources {
    private final Map<String, String> texts = new TreeMap<>();
    private final List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn"));

    /**
     * Adds a source.
     *
     * @param name as {@code apps/Shop}, or {@code module-info}
     */
    public Sources add(String name, String text) {
        texts.put(name, text);
        return this;
    }

    /** Compiles for an older Java, against what that version has. */
    public Sources release(int feature) {
        options.addAll(List.of("--release", Integer.toString(feature)));
        return this;
    }

    public Sources classPath(List<Path> entries) {
        return path("-cp", entries);
    }

    public Sources modulePath(List<Path> entries) {
        return path("-p", entries);
    }

    private Sources path(String option, List<Path> entries) {
        options.add(option);
        options.add(entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        return this;
    }

    /** Compiles to a directory that can stand on a class path, and answers it. */
    public Path compileTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<JavaFileObject> files = new ArrayList<>();
        texts.forEach((name, text) -> files.add(
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                }));
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-d", directory.toString()));
        StringWriter said = new StringWriter();
        if (!ToolProvider.getSystemJavaCompiler()
                .getTask(said, null, null, all, null, files)
                .call()) {
            throw new AssertionError(texts.keySet() + " do not compile: " + said);
        }
        return directory;
    }
}
