// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The archive with PostgreSQL's programs for this machine, from the class path. */
final class PostgresBinaries {
    private static final Map<String, String> ARCHIVES = Map.of(
            "Linux/amd64", "/postgres-linux-x86_64.txz",
            "Linux/aarch64", "/postgres-linux-arm_64.txz");

    private final URL archive;

    private PostgresBinaries(URL archive) {
        this.archive = archive;
    }

    static Optional<PostgresBinaries> find() {
        String machine = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
        return Optional.ofNullable(ARCHIVES.get(machine))
                .flatMap(name -> Optional.ofNullable(PostgresBinaries.class.getResource(name)))
                .map(PostgresBinaries::new);
    }

    void unpackTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (InputStream packed = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (ChildProcesses.isEnding()) {
                    throw new IOException("this JVM is ending");
                }
                unpack(tar, entry, directory);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory) throws IOException {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
