// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.Child;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.Sources;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications as they are shipped: with a runtime of their own, as modules, as one jar. */
class PackagingTest {
    @TempDir
    Path directory;

    static Stream<Path> jdks() {
        return Stream.of(17, 25).flatMap(feature -> Jdks.find(feature).stream());
    }

    /** Without logging, management, SQL and desktop: whatever the agent takes for granted beyond the base shows here. */
    @ParameterizedTest
    @MethodSource("jdks")
    void a_runtime_image_with_the_fewest_modules(Path jdk) throws Exception {
        Path jlink = jdk.resolve("bin/jlink");
        assumeTrue(Files.isExecutable(jlink), "no jlink in " + jdk);
        Path image = directory.resolve("image");
        Process linking = new ProcessBuilder(
                        jlink.toString(),
                        "--add-modules",
                        "java.base,java.instrument,jdk.httpserver",
                        "--output",
                        image.toString())
                .inheritIO()
                .start();
        assertEquals(0, linking.waitFor());
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(Greeter.class)
                        .jdk(image)
                        .exportTo(receiver)
                        .expectStderr("^\\[foreshock] No metrics of memory, classes and garbage collection")
                        .start()) {
            visit(jvm.awaitReady(), "/greeting");
            receiver.awaitSpan(span -> "/greeting".equals(span.attribute("url.path")));
            receiver.awaitMetric(metric -> metric.name().equals("http.server.request.duration"));
            jvm.finish().assertClean();
        }
    }

    @Test
    void an_application_on_the_module_path() throws Exception {
        List<Path> h2 = Libraries.of("h2", "latest");
        Path module = new Sources()
                .add("module-info", "module shop { requires java.sql; requires com.h2database; }")
                .add("apps/CachedApp", Resources.text("apps/CachedApp.java"))
                .add("apps/CachedDriver", Resources.text("apps/CachedDriver.java"))
                .modulePath(h2)
                .compileTo(directory.resolve("shop"));
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            ForkedJvm.of("shop/apps.CachedApp")
                    .exportTo(receiver)
                    .flags("-p", module + ":" + h2.get(0), "-m")
                    .run()
                    .assertClean();
            receiver.awaitSpan(span -> "CREATE TABLE cached".equals(span.attribute("db.query.summary")));
        }
    }

    /** Jars within a jar, with Spring Boot's own launcher; on the one processor that small containers have. */
    @ParameterizedTest
    @MethodSource("jdks")
    void a_jar_of_spring_boot(Path jdk) throws Exception {
        List<Class<?>> classes = new ArrayList<>(List.of(Relay.class, Child.class));
        Path jar = Jars.ofSpringBoot(
                directory.resolve("application.jar"),
                Libraries.of("spring-boot-loader", "latest").get(0),
                classes,
                Libraries.of("h2", "latest"));
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.ofJar(jar)
                        .jdk(jdk)
                        .exportTo(receiver)
                        .flags("-XX:ActiveProcessorCount=1")
                        .environment("FORESHOCK_SLOW_QUERY_MS", "600000")
                        .start()) {
            assertTrue(visit(jvm.awaitReady(), "/outer").matches("[01] .*"));
            receiver.awaitSpan(span -> "/outer".equals(span.attribute("url.path")));
            receiver.awaitSpan(span -> "SELECT".equals(span.attribute("db.query.summary")));
            jvm.finish().assertClean();
        }
    }

    private static String visit(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
