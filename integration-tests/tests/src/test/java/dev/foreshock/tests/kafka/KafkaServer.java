// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.kafka;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.tests.LibraryApp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** A real broker on the loopback interface, in a JVM of its own without the agent. */
public final class KafkaServer implements AutoCloseable {
    private final Path directory;
    private final ForkedJvm jvm;
    private final int port;

    private KafkaServer(Path directory, ForkedJvm jvm) {
        this.directory = directory;
        this.jvm = jvm;
        this.port = jvm.awaitReady();
    }

    public static KafkaServer start() throws Exception {
        Path directory = Files.createTempDirectory("foreshock-kafka");
        return new KafkaServer(
                directory,
                LibraryApp.of("kafka-server", "4.3", "KafkaBroker")
                        .jvm()
                        .withoutAgent()
                        .jdk(Jdks.running())
                        .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
                        .timeout(Duration.ofMinutes(10))
                        .expectStderr("")
                        .arguments(directory.toString())
                        .start());
    }

    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        jvm.close();
        List<Path> files;
        try (var all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        files.stream().map(Path::toFile).forEach(File::delete);
    }
}
