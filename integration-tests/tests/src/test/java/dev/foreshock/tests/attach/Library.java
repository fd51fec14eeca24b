// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import dev.foreshock.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A library whose classes have the names of Tomcat's and none of their methods, as if a version had removed them all: advice
 * fails on it. It is compiled while the test runs, so that no other test meets it on its class path.
 */
final class Library {
    static final String TYPE = "org.apache.catalina.connector.CoyoteAdapter";
    private static final Map<String, String> SOURCES = Map.of(
            "org/apache/coyote/Request", "package org.apache.coyote; public class Request {}",
            "org/apache/coyote/Response", "package org.apache.coyote; public class Response {}",
            "org/apache/catalina/connector/CoyoteAdapter", """
                    package org.apache.catalina.connector;
                    import org.apache.coyote.Request;
                    import org.apache.coyote.Response;
                    public class CoyoteAdapter implements java.util.function.UnaryOperator<String> {
                      private String text;
                      public String apply(String text) {
                        this.text = text;
                        service(new Request(), new Response());
                        return this.text;
                      }
                      public void service(Request request, Response response) {
                        if (text.isEmpty()) throw new IllegalStateException("empty");
                        text += " served";
                      }
                    }
                    """);

    private Library() {}

    /** Compiles the library to a directory for a class path. */
    static Path compile(Path directory) throws IOException {
        Sources sources = new Sources().release(8);
        SOURCES.forEach(sources::add);
        return sources.compileTo(directory);
    }

    /** Marks all class files below a directory as made for an older Java: 50 is Java 6. */
    static void age(Path directory, int majorVersion) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                byte[] content = Files.readAllBytes(file);
                content[7] = (byte) majorVersion;
                Files.write(file, content);
            }
        }
    }
}
