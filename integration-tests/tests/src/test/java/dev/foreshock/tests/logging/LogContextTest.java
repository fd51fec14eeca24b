// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogContextTest {
    private static final String LOGBACK = """
            <configuration>
              <appender name="DIRECT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>direct:%msg:%X{trace_id}:%X{span_id}:%X{trace_flags}:%X{user}:%n</pattern></encoder>
              </appender>
              <appender name="BEHIND" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>behind:%msg:%X{trace_id}:%X{span_id}:%X{trace_flags}:%X{user}:%n</pattern></encoder>
              </appender>
              JSON
              <appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender"><appender-ref ref="BEHIND"/></appender>
              <logger name="scenario" level="INFO">APPENDERS</logger>
            </configuration>
            """;

    private static final String LOGBACK_JSON = """
            <appender name="JSON" class="ch.qos.logback.core.ConsoleAppender">
              <encoder class="ch.qos.logback.classic.encoder.JsonEncoder"/>
            </appender>
            """;

    private static final String LOG4J = """
            <Configuration status="ERROR">
              <Appenders>
                <Console name="DIRECT">
                  <PatternLayout pattern="direct:%m:%X{trace_id}:%X{span_id}:%X{trace_flags}:%X{user}:%n"/>
                </Console>
                <Console name="BEHIND">
                  <PatternLayout pattern="behind:%m:%X{trace_id}:%X{span_id}:%X{trace_flags}:%X{user}:%n"/>
                </Console>
                JSON
                <Async name="ASYNC"><AppenderRef ref="BEHIND"/></Async>
              </Appenders>
              <Loggers><Logger name="scenario" level="INFO">APPENDERS</Logger></Loggers>
            </Configuration>
            """;

    private static final String LOG4J_JSON = """
            <Console name="JSON"><JsonTemplateLayout eventTemplateUri="classpath:JsonLayout.json"/></Console>
            """;

    @TempDir
    Path directory;

    static Stream<Arguments> runs() {
        List<Arguments> runs = new ArrayList<>();
        for (int feature : new int[] {17, 25}) {
            for (String library : List.of("logback", "log4j2")) {
                for (String version : List.of("floor", "1.2", "1.5", "2.17", "latest")) {
                    boolean wanted = feature == 17 || version.equals("latest");
                    if (wanted && Libraries.has(library, version)) {
                        Jdks.find(feature).ifPresent(jdk -> runs.add(Arguments.of(library, version, feature, jdk)));
                    }
                }
            }
        }
        return runs.stream();
    }

    @ParameterizedTest(name = "{0} {1} on JDK {2}")
    @MethodSource("runs")
    void everyEventSaysInWhichSpanItWasWritten(String library, String version, int feature, Path jdk) throws Exception {
        check(application(library, version).jdk(jdk), version.equals("latest"));
    }

    static Stream<Arguments> threadContexts() {
        List<Arguments> runs = new ArrayList<>();
        for (String version : List.of("floor", "2.17", "latest")) {
            if (Libraries.has("log4j2", version)) {
                String copyOnWrite = "org.apache.logging.log4j.spi.CopyOnWriteSortedArrayThreadContextMap";
                runs.add(Arguments.of(version, "log4j2.garbagefree.threadContextMap", "true"));
                if (!version.equals("latest")) {
                    runs.add(Arguments.of(version, "log4j2.threadContextMap", copyOnWrite));
                }
                runs.add(Arguments.of(
                        version,
                        "Log4jContextSelector",
                        "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector"));
            }
        }
        return runs.stream();
    }

    @ParameterizedTest(name = "{0} {1}={2}")
    @MethodSource("threadContexts")
    void withEveryThreadContextOfLog4jAndWithItsAsynchronousLoggers(String version, String property, String value)
            throws Exception {
        check(application("log4j2", version).systemProperty(property, value), version.equals("latest"));
    }

    @Test
    void nothingIsAddedWhereItIsSwitchedOff() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmExit exit = run(
                    application("logback", "latest")
                            .environment("OTEL_INSTRUMENTATION_LOGBACK_MDC_ENABLED", "false")
                            .exportTo(receiver),
                    receiver);
            assertEquals("::::", exit.value("direct:plain:"), exit::describe);
        }
    }

    private void check(JvmBuilder application, boolean json) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmExit exit = run(application.exportTo(receiver), receiver);
            ReceivedSpan request = receiver.awaitSpan(span -> span.name().equals("GET /log"));
            String ids = request.traceId() + ":" + request.spanId() + ":01:";
            Map<String, String> direct = lines(exit, "direct:");
            assertEquals("::::", direct.get("outside"), exit::describe);
            assertEquals(ids + ":", direct.get("plain"), exit::describe);
            assertEquals(ids + "42:", direct.get("with-user"), exit::describe);
            assertEquals("mine:::42:", direct.get("own-id"), exit::describe);
            assertEquals(ids + ":", direct.get("handed-over"), exit::describe);
            assertEquals(ids + ":", direct.get("thread"), exit::describe);
            assertEquals("[user]", exit.value("KEYS "), "the application sees its own keys alone");

            ReceivedSpan background = receiver.awaitSpan(span -> span.name().equals("background main"));
            assertNotEquals(request.traceId(), background.traceId());
            assertEquals(background.traceId() + ":" + background.spanId() + ":01::", direct.get("background"));

            assertEquals(direct, lines(exit, "behind:"), "an asynchronous appender writes the same");
            if (json) {
                assertTrue(
                        exit.stdout().stream()
                                .anyMatch(line -> line.startsWith("{")
                                        && line.contains("\"plain\"")
                                        && line.contains("\"trace_id\":\"" + request.traceId() + "\"")
                                        && line.contains("\"span_id\":\"" + request.spanId() + "\"")),
                        exit::describe);
            }
        }
    }

    private static JvmExit run(JvmBuilder application, OtlpReceiver receiver) throws Exception {
        try (ForkedJvm jvm = application.start()) {
            int port = jvm.awaitReady();
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/log").toURL().openConnection();
            assertEquals(200, connection.getResponseCode());
            receiver.awaitSpan(span -> span.name().equals("GET /log"));
            return jvm.finish().assertClean();
        }
    }

    private static Map<String, String> lines(JvmExit exit, String beginning) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : exit.stdout()) {
            if (line.startsWith(beginning)) {
                String[] parts = line.substring(beginning.length()).split(":", 2);
                lines.put(parts[0], parts[1]);
            }
        }
        return lines;
    }

    private JvmBuilder application(String library, String version) throws Exception {
        boolean logback = library.equals("logback");
        boolean json = version.equals("latest");
        String reference = logback ? "<appender-ref ref=\"NAME\"/>" : "<AppenderRef ref=\"NAME\"/>";
        StringBuilder appenders = new StringBuilder();
        for (String name : json ? List.of("DIRECT", "ASYNC", "JSON") : List.of("DIRECT", "ASYNC")) {
            appenders.append(reference.replace("NAME", name));
        }
        String configuration = (logback ? LOGBACK : LOG4J)
                .replace("APPENDERS", appenders)
                .replaceFirst("(?m)^ *JSON$", json ? (logback ? LOGBACK_JSON : LOG4J_JSON) : "");
        Path file = Files.writeString(directory.resolve(library + ".xml"), configuration);
        return ForkedJvm.of(logback ? LogbackScenario.class : Log4jScenario.class)
                .library(library, version)
                .library("h2", "latest")
                .expectStderr(LibraryApp.UNSAFE_OF_LIBRARIES)
                .systemProperty(logback ? "logback.configurationFile" : "log4j.configurationFile", file.toString());
    }
}
