// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the agent may take of a process that works: only what comes out alike on every machine. Times are measured by hand, see
 * benchmarks/README.md.
 */
class BudgetTest {
    private static final long MOST_JAR_BYTES = 10_000_000;

    /** Those of a program with a server and a database, after requests and exports. Half of them are ByteBuddy's. */
    private static final int MOST_CLASSES = 2_000;

    /**
     * The aim is 8 MiB beside a Spring Boot service, which has loaded already what both need of the JDK. This program has not, and
     * gets 9 on JDK 17 and on 25.
     */
    private static final long MOST_METASPACE_BYTES = 10L << 20;

    @TempDir
    Path directory;

    static Stream<Path> jdks() {
        return Stream.of(17, 25).flatMap(feature -> Jdks.find(feature).stream());
    }

    @Test
    void the_jar_is_small() throws Exception {
        long bytes = Files.size(JvmBuilder.agentJar());
        assertTrue(bytes <= MOST_JAR_BYTES, () -> bytes + " bytes");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void a_working_process_has_two_more_threads_and_little_more_metaspace(Path jdk) throws Exception {
        List<String> without = report(frugal(jdk).withoutAgent().start());
        Path log = directory.resolve("classes.log");
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = frugal(jdk)
                        .exportTo(receiver)
                        .flags("-Xlog:class+load:file=" + log)
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "500")
                        .start()) {
            visit(jvm.awaitReady());
            receiver.awaitSpan(span -> "/orders".equals(span.attribute("url.path")));
            receiver.awaitMetric(metric -> metric.name().equals("db.client.operation.duration"));
            List<String> with = report(jvm);
            List<String> more = Stream.of(value(with, "THREADS ").split(","))
                    .filter(thread ->
                            !List.of(value(without, "THREADS ").split(",")).contains(thread))
                    .toList();
            assertEquals(List.of("foreshock-clock", "foreshock-export"), more);
            long added = Long.parseLong(value(with, "METASPACE ")) - Long.parseLong(value(without, "METASPACE "));
            assertTrue(added > 0 && added <= MOST_METASPACE_BYTES, () -> added + " bytes of metaspace");
            long classes = Files.readAllLines(log).stream()
                    .filter(line -> line.contains(" dev.foreshock.") && !line.contains(" dev.foreshock.tests."))
                    .count();
            assertTrue(classes > 0 && classes <= MOST_CLASSES, () -> classes + " classes");
        }
    }

    private static JvmBuilder frugal(Path jdk) {
        return ForkedJvm.of(Frugal.class).jdk(jdk).library("h2", "latest");
    }

    /** Asks for one page, then what it took, and ends the process. */
    private static List<String> report(ForkedJvm jvm) throws Exception {
        try (jvm) {
            visit(jvm.awaitReady());
            jvm.send("report");
            jvm.awaitLine(line -> line.startsWith("METASPACE "));
            return jvm.finish().assertClean().stdout();
        }
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }

    private static void visit(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                .build();
        assertEquals(
                200,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode());
    }
}
