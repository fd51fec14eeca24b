// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.io.File;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The version of the service where the user does not say it: {@code Implementation-Version} in the manifest of the jar that
 * was started, where Maven and Gradle put it for Spring Boot's jars too. Opens the jar: for the export thread alone.
 */
final class ServiceVersion {
    private static final int LONGEST = 255;

    private ServiceVersion() {}

    /** {@code command} is the property {@code sun.java.command}; {@code null} where no jar was started or it has no version. */
    static @Nullable String detect(String command) {
        String path = ServiceName.jarPath(command);
        if (path.isEmpty()) {
            return null;
        }
        // Unverified: only the manifest is read, and an application's signature is none of the agent's business.
        try (JarFile jar = new JarFile(new File(path), false)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? null : version(manifest.getMainAttributes());
        } catch (IOException | RuntimeException e) {
            // Replaced since, or the working directory is another one by now.
            return null;
        }
    }

    private static @Nullable String version(Attributes attributes) {
        String version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        boolean usable =
                version != null && !version.isBlank() && version.length() <= LONGEST && !version.contains("${");
        return usable && !isServersOwn(attributes) ? version.strip() : null;
    }

    /** The launcher of an application server has a version, but it is not the application's. */
    private static boolean isServersOwn(Attributes attributes) {
        String main = attributes.getValue(Attributes.Name.MAIN_CLASS);
        return main != null && (main.startsWith("org.eclipse.jetty.") || main.startsWith("org.jboss.modules."));
    }
}
