// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedMetric;
import dev.foreshock.harness.ReceivedSpan;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobsTest {
    private static Stream<Arguments> runs(String library) {
        return Stream.of(17, 25)
                .flatMap(feature -> Jdks.find(feature).stream()
                        .flatMap(jdk -> Stream.of("floor", "2.3.2", "6.2", "latest")
                                .filter(version -> Libraries.has(library, version))
                                .filter(version -> feature == 17 || version.equals("latest"))
                                .map(version -> Arguments.of(version, feature, jdk))));
    }

    static Stream<Arguments> springs() {
        return runs("spring-context");
    }

    static Stream<Arguments> quartzes() {
        return runs("quartz");
    }

    private static JvmBuilder jobs(Class<?> main, String library, String version, Path jdk, OtlpReceiver receiver) {
        return ForkedJvm.of(main)
                .jdk(jdk)
                .library(library, version)
                .library("h2", "latest")
                .exportTo(receiver)
                .expectStderr("^\\[foreshock] WARN ");
    }

    @ParameterizedTest(name = "{0} on JDK {1}")
    @MethodSource("springs")
    void everyRunOfAScheduledMethodIsAUnitAndAsynchronousMethodsAreParts(String version, int feature, Path jdk)
            throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = jobs(SpringJobs.class, "spring-context", version, jdk, receiver)
                        .start()) {
            int port = jvm.awaitReady();
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/stock").toURL().openConnection();
            assertEquals(200, connection.getResponseCode());
            ReceivedSpan request = receiver.awaitSpan(span -> span.name().equals("GET /stock"));

            expectRuns(receiver, "SpringJobs$StockJob.refresh", null);
            expectRuns(receiver, "SpringJobs$StockJob.fail", "java.io.IOException");
            expectFinding(receiver, "SpringJobs$StockJob.refresh");
            expectDurations(receiver, "SpringJobs$StockJob.refresh");
            jvm.finish().assertClean();

            Set<String> parts = receiver.spans().stream()
                    .filter(span -> span.isChildOf(request) && span.kind().equals("CLIENT"))
                    .map(span -> String.valueOf(span.attribute("db.query.text")))
                    .filter(text -> text.startsWith("SELECT"))
                    .collect(Collectors.toSet());
            assertEquals(
                    Set.of(
                            "SELECT COUNT(*) FROM article WHERE amount < ?",
                            "SELECT COUNT(*) FROM article WHERE amount > ?",
                            "SELECT COUNT(*) FROM article WHERE amount <> ?"),
                    parts,
                    receiver::describe);
        }
    }

    @ParameterizedTest(name = "{0} on JDK {1}")
    @MethodSource("quartzes")
    void everyRunOfAQuartzJobIsAUnit(String version, int feature, Path jdk) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        jobs(QuartzJobs.class, "quartz", version, jdk, receiver).start()) {
            jvm.awaitReady();
            expectRuns(receiver, "QuartzJobs$RefreshJob.execute", null);
            expectRuns(receiver, "QuartzJobs$FailingJob.execute", "java.io.IOException");
            expectRuns(receiver, "QuartzJobs$BreakingJob.execute", "java.lang.UnsupportedOperationException");
            expectFinding(receiver, "QuartzJobs$RefreshJob.execute");
            expectDurations(receiver, "QuartzJobs$RefreshJob.execute");
            jvm.finish().assertClean();
            assertTrue(
                    receiver.spans().stream().noneMatch(span -> span.name().contains("ForbiddenJob")),
                    "a job that did not run is no unit");
        }
    }

    /** Two runs at the least: what a failed one leaves must not reach the next one. */
    private static void expectRuns(OtlpReceiver receiver, String name, String error) {
        List<ReceivedSpan> runs = receiver.awaitSpans(2, span -> span.name().equals(name));
        for (ReceivedSpan run : runs) {
            assertTrue(run.isRoot(), run::toString);
            assertEquals("INTERNAL", run.kind());
            assertEquals("dev.foreshock.tests.scheduling." + name, run.attribute("code.function.name"));
            assertEquals(error, run.attribute("error.type"), run::toString);
            assertEquals(error == null ? "UNSET" : "ERROR", run.statusCode(), run::toString);
            assertTrue(
                    receiver.spans().stream().anyMatch(span -> span.isChildOf(run)), () -> "no statement below " + run);
        }
        assertNotEquals(runs.get(0).traceId(), runs.get(1).traceId());
    }

    private static void expectFinding(OtlpReceiver receiver, String unit) {
        ReceivedLog finding = receiver.awaitLog(log -> "n_plus_one".equals(log.attribute("foreshock.finding.type")));
        assertTrue(finding.body().contains(unit), finding::toString);
    }

    private static void expectDurations(OtlpReceiver receiver, String unit) {
        ReceivedMetric durations = receiver.awaitMetric(metric -> metric.name().equals("foreshock.unit.duration")
                && metric.hasPoint(point -> unit.equals(point.attribute("foreshock.unit.name"))));
        assertTrue(durations.hasPoint(point -> "job".equals(point.attribute("foreshock.unit.kind"))));
    }
}
