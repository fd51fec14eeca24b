// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The JDKs that this machine has. */
public final class Jdks {
    private Jdks() {}

    /** The JDK that runs the test. */
    public static Path running() {
        return Path.of(System.getProperty("java.home"));
    }

    /**
     * The JDK of the JVMs that tests fork: of the feature version that the system property {@code foreshock.jdk} names, else
     * the one that runs the test.
     */
    public static Path ofChildren() {
        Integer feature = Integer.getInteger("foreshock.jdk");
        return feature == null
                ? running()
                : find(feature)
                        .orElseThrow(() -> new IllegalStateException(
                                "there is no JDK " + feature + " here; JAVA_" + feature + "_HOME may name one"));
    }

    /**
     * A JDK of that feature version: the running one, {@code JAVA_25_HOME}, or one under {@code /usr/lib/jvm},
     * {@code ~/.sdkman} or {@code ~/.jdks}. A variable may name a JRE too, which has no {@code release} file in Java 8.
     */
    public static Optional<Path> find(int feature) {
        if (Runtime.version().feature() == feature) {
            return Optional.of(running());
        }
        Path named = named(feature);
        if (named != null) {
            return Optional.of(named);
        }
        return candidates().stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/java")) && feature(home) == feature)
                .findFirst();
    }

    private static @Nullable Path named(int feature) {
        String variable = "JAVA_" + feature + "_HOME";
        String named = System.getenv(variable);
        if (named != null && !Files.isExecutable(Path.of(named, "bin", "java"))) {
            throw new IllegalStateException(variable + "=" + named + " has no bin/java");
        }
        return named == null ? null : Path.of(named);
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        String user = System.getProperty("user.home");
        for (Path directory : List.of(
                Path.of("/usr/lib/jvm"), Path.of(user, ".sdkman", "candidates", "java"), Path.of(user, ".jdks"))) {
            candidates.addAll(entries(directory));
        }
        return candidates;
    }

    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (IOException missing) {
            return List.of();
        }
        return entries;
    }

    /** The feature version from the {@code release} file that every JDK carries, 0 where it cannot be read. */
    private static int feature(Path home) {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException unreadable) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        String[] parts = version.toLowerCase(Locale.ROOT).split("[^0-9]+", -1);
        int first = Integer.parseInt(parts[0].isEmpty() ? "0" : parts[0]);
        return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
    }
}
