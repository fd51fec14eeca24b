// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A directory that everybody can read, and that is gone at the latest when this JVM ends, whatever lies in it. */
public final class TemporaryDirectory implements AutoCloseable {
    private static final int ATTEMPTS = 100;
    private static final Set<Path> PRESENT = ConcurrentHashMap.newKeySet();

    private final Path path;

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    public static TemporaryDirectory create(String prefix) throws IOException {
        Path path = Files.createTempDirectory(prefix);
        PRESENT.add(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new TemporaryDirectory(path);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        PRESENT.remove(path);
    }

    /** Deletes all that are left, while this JVM ends. */
    static void deleteAll() {
        PRESENT.forEach(TemporaryDirectory::delete);
    }

    /** Tries again where a thread or process that is just ending was quicker to write than we to delete. */
    private static void delete(Path root) {
        for (int attempt = 1; Files.exists(root); attempt++) {
            try {
                Files.walkFileTree(root, new Deletion());
            } catch (IOException stuck) {
                if (attempt == ATTEMPTS) {
                    System.err.println("could not delete " + root + ": " + stuck);
                    return;
                }
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
