// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedMetric.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmMetricsTest {
    private static final Set<String> WITHOUT_BEANS =
            Set.of("jvm.thread.count", "jvm.cpu.count", "jvm.cpu.time", "jvm.cpu.recent_utilization");

    @TempDir
    Path directory;

    static Stream<Arguments> jdks() {
        return Stream.of(17, 25).flatMap(feature -> Jdks.find(feature).stream().map(jdk -> Arguments.of(feature, jdk)));
    }

    private static JvmBuilder idler(OtlpReceiver receiver) {
        return ForkedJvm.of(Idler.class)
                .flags("-XX:+UseG1GC")
                .exportTo(receiver)
                .environment("OTEL_METRIC_EXPORT_INTERVAL", "100");
    }

    @ParameterizedTest(name = "JDK {0}")
    @MethodSource("jdks")
    void arriveAsTheConventionsSay(int feature, Path jdk) throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = idler(receiver).jdk(jdk).start()) {
            jvm.awaitReady();
            // Listening for collections begins with the first reading.
            receiver.awaitMetric(metric -> metric.name().equals("jvm.memory.used"));
            jvm.send("collect");
            ReceivedMetric collections =
                    receiver.awaitMetric(metric -> metric.name().equals("jvm.gc.duration"));
            ReceivedMetric after = receiver.awaitMetric(metric -> metric.name().equals("jvm.memory.used_after_last_gc")
                    && metric.hasPoint(point -> point.value() > 0));
            ReceivedMetric utilization =
                    receiver.awaitMetric(metric -> metric.name().equals("jvm.cpu.recent_utilization"));
            jvm.finish().assertClean();

            assertEquals(ReceivedMetric.Type.HISTOGRAM, collections.type());
            assertEquals("s", collections.unit());
            Point collection = collections.points().get(0);
            assertEquals(List.of(0.01, 0.1, 1.0, 10.0), collection.bounds());
            assertEquals("G1 Old Generation", collection.attribute("jvm.gc.name"));
            assertEquals("end of major GC", collection.attribute("jvm.gc.action"));
            assertEquals(1, collection.count());

            ReceivedMetric used = first(receiver, "jvm.memory.used", "By", false);
            Point old = used.points().stream()
                    .filter(point -> "G1 Old Gen".equals(point.attribute("jvm.memory.pool.name")))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Map.of("jvm.memory.type", "heap", "jvm.memory.pool.name", "G1 Old Gen"), old.attributes());
            assertTrue(
                    used.hasPoint(point -> "Metaspace".equals(point.attribute("jvm.memory.pool.name"))
                            && "non_heap".equals(point.attribute("jvm.memory.type"))
                            && point.value() > 1_000_000),
                    used::toString);
            ReceivedMetric limit = first(receiver, "jvm.memory.limit", "By", false);
            assertTrue(
                    limit.hasPoint(point ->
                            "G1 Old Gen".equals(point.attribute("jvm.memory.pool.name")) && point.value() == 256 << 20),
                    limit::toString);
            assertTrue(
                    limit.points().stream().allMatch(point -> point.value() > 0),
                    "a pool without a limit has no point");
            first(receiver, "jvm.memory.committed", "By", false);
            assertTrue(
                    after.points().stream().allMatch(point -> "heap".equals(point.attribute("jvm.memory.type"))),
                    after::toString);

            ReceivedMetric threads = first(receiver, "jvm.thread.count", "{thread}", false);
            assertTrue(
                    threads.hasPoint(point -> Boolean.FALSE.equals(point.attribute("jvm.thread.daemon"))),
                    threads::toString);
            assertTrue(
                    threads.hasPoint(point -> Boolean.TRUE.equals(point.attribute("jvm.thread.daemon"))
                            && "timed_waiting".equals(point.attribute("jvm.thread.state"))),
                    threads::toString);
            assertTrue(value(receiver, "jvm.class.loaded", "{class}", true) > 500);
            assertTrue(value(receiver, "jvm.class.unloaded", "{class}", true) >= 0);
            assertTrue(value(receiver, "jvm.class.count", "{class}", false) > 500);
            assertTrue(value(receiver, "jvm.cpu.time", "s", true) > 0);
            assertTrue(value(receiver, "jvm.cpu.count", "{cpu}", false) >= 1);
            assertEquals(ReceivedMetric.Type.GAUGE, utilization.type());
            assertEquals("1", utilization.unit());
            double part = utilization.points().get(0).value();
            assertTrue(part >= 0 && part <= 1, utilization::toString);
        }
    }

    @Test
    void aShortProgramLoadsNothingForThem() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            JvmExit exit = ForkedJvm.of(Ledger.class)
                    .library("h2", "latest")
                    .exportTo(receiver)
                    .environment("OTEL_METRIC_EXPORT_INTERVAL", "3600000")
                    .flags("-Xlog:class+load")
                    .run()
                    .assertClean();
            assertFalse(names(receiver).contains("jvm.memory.used"));
            assertTrue(
                    exit.stdout().stream().noneMatch(line -> line.contains("sun.management.ManagementFactoryHelper ")),
                    "the beans are left alone");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"OTEL_INSTRUMENTATION_RUNTIME_TELEMETRY_ENABLED", "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED"})
    void theyCanBeSwitchedOff(String variable) throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = ForkedJvm.of(Ledger.class)
                        .library("h2", "latest")
                        .arguments("stay")
                        .exportTo(receiver)
                        .environment("OTEL_METRIC_EXPORT_INTERVAL", "100")
                        .environment(variable, "false")
                        .environment("OTEL_INSTRUMENTATION_JDBC_ENABLED", "true")
                        .start()) {
            jvm.awaitReady();
            receiver.awaitMetrics(metrics -> metrics.stream()
                            .filter(metric -> metric.name().equals("foreshock.findings"))
                            .count()
                    > 5);
            jvm.finish().assertClean();
            assertEquals(Set.of(), names(receiver));
        }
    }

    @Test
    void countersAreDeltasWhereThatIsAskedForAndLevelsAreNot() throws IOException {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = idler(receiver)
                        .environment("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta")
                        .start()) {
            jvm.awaitReady();
            List<ReceivedMetric> loaded = receiver
                    .awaitMetrics(metrics -> metrics.stream()
                                    .filter(metric -> metric.name().equals("jvm.class.loaded"))
                                    .count()
                            > 3)
                    .stream()
                    .filter(metric -> metric.name().equals("jvm.class.loaded"))
                    .toList();
            jvm.finish().assertClean();
            assertFalse(loaded.get(0).cumulative());
            double whole = loaded.get(0).points().get(0).value();
            double last = loaded.get(3).points().get(0).value();
            assertTrue(last < whole / 2, loaded::toString);
            assertTrue(first(receiver, "jvm.class.count", "{class}", false).cumulative());
        }
    }

    @Test
    void aJvmWithoutTheBeansOnlyLosesThem() throws Exception {
        Path jlink = Jdks.running().resolve("bin/jlink");
        assumeTrue(Files.isExecutable(jlink) && Files.isDirectory(Jdks.running().resolve("jmods")));
        Path image = directory.resolve("image");
        Process linking = new ProcessBuilder(
                        jlink.toString(), "--add-modules", "java.instrument,java.logging", "--output", image.toString())
                .inheritIO()
                .start();
        assertEquals(0, linking.waitFor());
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = idler(receiver)
                        .jdk(image)
                        .expectStderr("^\\[foreshock] No metrics of memory, classes and garbage collection")
                        .start()) {
            jvm.awaitReady();
            receiver.awaitMetrics(metrics -> metrics.stream()
                            .filter(metric -> metric.name().equals("jvm.cpu.time"))
                            .count()
                    > 2);
            JvmExit exit = jvm.finish().assertClean();
            assertEquals(WITHOUT_BEANS, names(receiver));
            assertEquals(1, exit.stderr().size(), exit::describe);
        }
    }

    private static Set<String> names(OtlpReceiver receiver) {
        Set<String> names = new TreeSet<>();
        for (ReceivedMetric metric : receiver.metrics(metric -> metric.name().startsWith("jvm."))) {
            names.add(metric.name());
        }
        return names;
    }

    private static ReceivedMetric first(OtlpReceiver receiver, String name, String unit, boolean monotonic) {
        ReceivedMetric metric =
                receiver.awaitMetric(candidate -> candidate.name().equals(name));
        assertEquals(ReceivedMetric.Type.SUM, metric.type(), metric::toString);
        assertEquals(unit, metric.unit());
        assertEquals(monotonic, metric.monotonic(), metric::toString);
        return metric;
    }

    private static double value(OtlpReceiver receiver, String name, String unit, boolean monotonic) {
        ReceivedMetric metric = first(receiver, name, unit, monotonic);
        assertEquals(1, metric.points().size(), metric::toString);
        return metric.points().get(0).value();
    }
}
