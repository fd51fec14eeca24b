// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Uses the library from a loader that sees nothing but the JDK's innermost classes; not even java.sql. */
public final class ParentlessLoader {
    private ParentlessLoader() {}

    /** @param arguments the library's directory */
    @SuppressWarnings("unchecked") // the library says so
    public static void main(String[] arguments) throws Exception {
        URL[] urls = {Path.of(arguments[0]).toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            UnaryOperator<String> library = (UnaryOperator<String>)
                    loader.loadClass(Library.TYPE).getConstructor().newInstance();
            System.out.println(library.apply("request"));
        }
    }
}
