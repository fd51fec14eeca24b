// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of classes that make applications start sooner: made without the agent, used with it. */
class ArchiveTest {
    private static final String MAIN = "apps.CachedApp";
    private static final String DRIVER = "apps.CachedDriver";
    private static final String STATEMENT = "org.h2.jdbc.JdbcStatement";

    @TempDir
    Path directory;

    private Path application;
    private ClassLoadLog log;

    @BeforeEach
    void compile() throws IOException {
        Path classes = new Sources()
                .add("apps/CachedApp", Resources.text("apps/CachedApp.java"))
                .add("apps/CachedDriver", Resources.text("apps/CachedDriver.java"))
                .classPath(Libraries.of("h2", "latest"))
                .compileTo(directory.resolve("classes"));
        application = Jars.ofDirectory(directory.resolve("application.jar"), classes);
        log = new ClassLoadLog(directory.resolve("classes.log"));
    }

    private JvmBuilder application(Path jdk) {
        return ForkedJvm.of(MAIN).jdk(jdk).classPath(application).library("h2", "latest");
    }

    /** An archive beside the JDK's own, as since Java 13. */
    @Test
    void application_classes_still_come_from_a_dynamic_archive() throws Exception {
        Path archive = directory.resolve("application.jsa");
        application(Jdks.running())
                .withoutAgent()
                .flags("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                .expectStderr("[wW]arning")
                .run()
                .assertClean();
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            application(Jdks.running())
                    .exportTo(receiver)
                    .flags("-XX:SharedArchiveFile=" + archive, "-Xshare:on", log.flag())
                    .run()
                    .assertClean();
            assertEquals("shared objects file", log.source("java.lang.Object"));
            assertEquals("shared objects file (top)", log.source(MAIN));
            assertEquals("shared objects file (top)", log.source("org.h2.engine.SessionLocal"));
            assertSpans(receiver);
        }
    }

    /** Classes of the cache are there before any agent: they are woven again, not while they are loaded. */
    @Test
    void classes_from_an_ahead_of_time_cache_are_woven() throws Exception {
        Optional<Path> jdk = Jdks.find(25);
        assumeTrue(jdk.isPresent(), "no JDK 25 on this machine");
        Path cache = directory.resolve("application.aot");
        application(jdk.get())
                .withoutAgent()
                .flags("-XX:AOTCacheOutput=" + cache, "--add-modules", "java.instrument")
                .expectStderr("^Picked up JAVA_TOOL_OPTIONS")
                .run()
                .assertClean();
        assertTrue(Files.size(cache) > 0);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmExit exit = application(jdk.get())
                    .agentArguments("diagnose")
                    .exportTo(receiver)
                    .flags("-XX:AOTCache=" + cache, "-XX:AOTMode=on", log.flag())
                    .expectStderr("^\\[foreshock] (woven|fuse): ")
                    .run()
                    .assertClean();
            for (String type : List.of(MAIN, DRIVER, STATEMENT)) {
                assertEquals("shared objects file", log.source(type));
            }
            for (String type : List.of(DRIVER, STATEMENT)) {
                assertTrue(
                        exit.stderr().stream().anyMatch(line -> line.startsWith("[foreshock] woven: " + type + " by ")),
                        exit::describe);
            }
            assertSpans(receiver);
        }
    }

    private static void assertSpans(OtlpReceiver receiver) {
        receiver.awaitSpan(span -> "CREATE TABLE cached".equals(span.attribute("db.query.summary")));
    }
}
