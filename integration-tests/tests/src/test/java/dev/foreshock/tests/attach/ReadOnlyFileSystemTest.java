// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.tests.metrics.Kiosk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container with {@code readOnlyRootFilesystem} and without a volume that can be written to needs no exception for the agent. */
class ReadOnlyFileSystemTest {
    /** What a name space of its own mounts does not change for anybody else. */
    private static final String UNSHARE = "unshare --map-root-user --mount sh -c 'mount -o remount,ro,bind / && ";

    @TempDir
    Path directory;

    @Test
    void an_application_is_served_and_seen_where_nothing_can_be_written() throws Exception {
        Assumptions.assumeTrue(canBeMadeReadOnly(), "no file system can be made read-only for one process here");
        Path bin = Files.createDirectories(directory.resolve("jdk/bin"));
        Path java = Files.writeString(
                bin.resolve("java"), "#!/bin/sh\nexec " + UNSHARE + "exec \"$0\" \"$@\"' " + realJava() + " \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(Kiosk.class)
                        .library("h2", "latest")
                        .jdk(directory.resolve("jdk"))
                        .exportTo(receiver)
                        // As in a manifest, where the command line is the image's.
                        .withoutAgent()
                        .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + JvmBuilder.agentJar())
                        .expectStderr("^Picked up JAVA_TOOL_OPTIONS: ")
                        .start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + jvm.awaitReady() + "/papers"))
                    .build();
            assertEquals(
                    200,
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode());
            receiver.awaitSpan(span -> span.name().equals("GET /papers"));
            receiver.awaitMetric(metric -> metric.name().equals("http.server.request.duration"));
            jvm.finish().assertClean();
        }
    }

    private static Path realJava() {
        return Jdks.ofChildren().resolve("bin/java");
    }

    /** Needs user name spaces, and {@code /tmp} on the same file system as all else. */
    private boolean canBeMadeReadOnly() throws IOException, InterruptedException {
        Path file = directory.resolve("file");
        Process process = new ProcessBuilder("sh", "-c", UNSHARE + "! touch \"$0\"' " + file)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 && !Files.exists(file);
    }
}
