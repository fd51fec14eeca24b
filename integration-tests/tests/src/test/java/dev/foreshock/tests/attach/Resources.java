// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Sources of applications that are compiled while a test runs, since they must lie outside the tests' own class path. */
final class Resources {
    private Resources() {}

    /** @param name as {@code apps/CachedApp.java} */
    static String text(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
