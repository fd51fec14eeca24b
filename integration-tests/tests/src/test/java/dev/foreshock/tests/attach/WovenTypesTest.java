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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type that the index names, in the libraries that it names them for. */
class WovenTypesTest {
    private static final List<String> LIBRARIES = List.of(
            "postgresql",
            "h2",
            "sqlite",
            "hsqldb",
            "mariadb",
            "hikaricp",
            "tomcat-jdbc",
            "dbcp2",
            "c3p0",
            "tomcat",
            "jetty",
            "undertow",
            "spring-webmvc",
            "jersey",
            "resteasy",
            "spring-context",
            "spring-web",
            "quartz",
            "resilience4j",
            "spring-retry",
            "spring-core-retry",
            "failsafe",
            "okhttp",
            "httpclient4",
            "httpclient5",
            "jetty-client",
            "logback",
            "log4j2",
            // First, since of its Reactor all others find their classes.
            "spring-webflux",
            "reactor",
            "rxjava",
            "kotlinx-coroutines",
            "reactor-netty",
            "vertx-web",
            "grpc",
            "aws-lambda",
            "netty",
            "async-http-client",
            "aws-sdk",
            "aws-sqs",
            "spring-cloud-aws-sqs",
            "rabbitmq",
            "spring-rabbit",
            "artemis",
            "activemq",
            "spring-jms",
            "jedis",
            "lettuce",
            "redisson",
            "mongodb",
            "mongodb-reactive",
            "kafka-clients",
            "spring-kafka",
            "nats",
            "spring-cache",
            "caffeine",
            "jcache-ehcache",
            "jcache-caffeine",
            "httpasyncclient",
            "elasticsearch-rest",
            "elasticsearch-rest5",
            "opensearch-rest",
            "opensearch-java",
            "cassandra-driver");

    /** Types of libraries that come with no suite. */
    private static final List<String> ELSEWHERE = List.of(
            "org.eclipse.jetty.ee",
            "com.ibm.db2.",
            "okhttp3.internal.connection.Transmitter",
            "org.springframework.boot.");

    private static final String WOVEN = "[foreshock] woven: ";

    @TempDir
    Path directory;

    static Stream<Arguments> runs() {
        return Stream.of(17, 25)
                .flatMap(feature -> Jdks.find(feature).stream()
                        .flatMap(jdk ->
                                Stream.of("floor", "latest").map(version -> Arguments.of(version, feature, jdk))));
    }

    private JvmBuilder members(String version, Path jdk) throws Exception {
        return withLibraries(ForkedJvm.of(Members.class), version, jdk)
                .flags(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:+BytecodeVerificationLocal",
                        "-XX:+BytecodeVerificationRemote");
    }

    private JvmBuilder withLibraries(JvmBuilder builder, String version, Path jdk) throws Exception {
        Path names = Files.write(directory.resolve("types"), IndexLine.allTypes());
        // On a busy machine it may take so long that there would be metrics to export.
        builder.jdk(jdk).arguments(names.toString()).environment("OTEL_METRICS_EXPORTER", "none");
        for (String library : LIBRARIES) {
            if (Libraries.has(library, version)) {
                builder.library(library, version);
            }
        }
        return builder;
    }

    @ParameterizedTest(name = "{0} on JDK {1}")
    @MethodSource("runs")
    void is_woven_verified_and_keeps_its_members(String version, int feature, Path jdk) throws Exception {
        List<String> without =
                members(version, jdk).withoutAgent().run().assertClean().stdout();
        JvmExit with = members(version, jdk)
                .agentArguments("diagnose")
                .expectStderr("^\\[foreshock] woven: ")
                .run()
                .assertClean();
        assertEquals(without, with.stdout());
        assertTrue(without.stream().noneMatch(line -> line.startsWith("broken ")), without::toString);
        assertTrue(with.stderr().size() > 20, with::describe);
    }

    @Test
    void nothing_is_woven_that_is_switched_off_by_its_name() throws Exception {
        JvmBuilder jvm = members("latest", Jdks.running()).agentArguments("diagnose");
        for (IndexLine line : IndexLine.all()) {
            String name = line.name().toUpperCase(Locale.ROOT).replace('-', '_');
            jvm.environment("OTEL_INSTRUMENTATION_" + name + "_ENABLED", "false");
        }
        JvmExit exit = jvm.run();
        List<String> woven =
                exit.stderr().stream().filter(line -> line.startsWith(WOVEN)).toList();
        assertEquals(List.of(WOVEN + "nothing; no class of a supported library has been loaded"), woven);
    }

    /** A second opinion beside the JVM's, which takes stack maps at their word and its own classes unseen. */
    @ParameterizedTest(name = "{0} on JDK {1}")
    @MethodSource("runs")
    void has_sound_code(String version, int feature, Path jdk) throws Exception {
        Path agent = Jars.ofAgent(directory.resolve("class-files.jar"), ClassFiles.class);
        // Before what libraries bring of it.
        JvmExit exit = withLibraries(ForkedJvm.of(WovenCode.class).library("asm", "latest"), version, jdk)
                .flags("-javaagent:" + agent)
                .run()
                .assertClean();
        assertEquals(
                List.of(),
                exit.stdout().stream()
                        .filter(line -> !line.startsWith("sound "))
                        .toList());
        assertTrue(exit.stdout().size() > 20, exit::describe);
    }

    /** A name that no version of a library has any more, or has without the methods, is a mistake. */
    @Test
    void is_woven_in_a_version_that_is_tested() throws Exception {
        assumeTrue(Libraries.has("mariadb", "latest"), "only -Pmatrix has all floors");
        Set<String> missing = IndexLine.allTypes();
        for (Object[] run : runs().map(Arguments::get).toList()) {
            JvmExit exit = members((String) run[0], (Path) run[2])
                    .agentArguments("diagnose")
                    .run();
            for (String line : exit.stderr()) {
                if (line.startsWith(WOVEN)) {
                    missing.remove(line.substring(WOVEN.length(), line.indexOf(" by ")));
                }
            }
        }
        missing.removeIf(type -> ELSEWHERE.stream().anyMatch(type::startsWith));
        if (!Libraries.has("vertx-web", "floor")) {
            missing.remove("io.vertx.core.http.impl.Http1xServerConnection");
        }
        assertEquals(Set.of(), missing);
    }
}
