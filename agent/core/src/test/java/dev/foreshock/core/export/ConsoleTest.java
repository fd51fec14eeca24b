// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console console = new Console(out);
    private final Origin origin = new Origin(Resource.empty());

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aLineForEverySpan() {
        List<SpanData> spans = new ArrayList<>();
        ExceptionEntries exceptions =
                new ExceptionEntries(origin, new ExceptionText("redacted"), (reason, count) -> {});
        new TraceConverter(origin, exceptions, 10).convert(Rig.simple("/orders"), spans, new ArrayList<>());
        assertTrue(console.spans(spans).isSuccess());
        assertEquals(2, lines().size());
        assertTrue(
                lines().get(0).startsWith("[span] GET /orders 5000 µs trace=0af7651916cd43dd8448eb211c80319c span="),
                lines()::toString);
        assertTrue(lines().get(1).contains("db.query.text=select * from items where id = ?"), lines()::toString);
    }

    @Test
    void aLineForEveryFindingAndMetric() {
        FindingEntries findings = new FindingEntries(origin);
        console.records(List.of(
                findings.entry(new Announcement(Rig.finding(null), Announcement.State.RESOLVED, 1, 1, 1, 1, 2, 3))));
        console.metrics(List.of(GrpcTest.gauge()));
        assertEquals(2, lines().size());
        assertTrue(lines().get(0).startsWith("[log] foreshock.finding INFO trace="), lines()::toString);
        assertTrue(lines().get(1).startsWith("[metric] test.gauge 1 "), lines()::toString);
    }

    @Test
    void anExporterThatIsSwitchedOffGetsNothingAndNothingCountsAsLost() throws IOException {
        try (Collector collector = new Collector();
                Rig rig = new Rig()
                        .to(collector)
                        .with("OTEL_TRACES_EXPORTER", "none")
                        .with("OTEL_LOGS_EXPORTER", "none")
                        .with("OTEL_METRIC_EXPORT_INTERVAL", "100")
                        .with("OTEL_BSP_MAX_QUEUE_SIZE", "16")) {
            rig.metrics = List.of(GrpcTest.gauge());
            rig.start();
            for (int i = 0; i < 5; i++) {
                Rig.simples("/orders", 10).forEach(rig.exporter()::offer);
                rig.exporter().announce(new Announcement(Rig.finding(null), Announcement.State.OPEN, 1, 1, 1, 0, 0, 0));
                int seen = collector.metrics.size();
                Rig.await(() -> collector.metrics.size() > seen + 1, () -> rig.lines + " " + rig.dropped);
            }
            assertEquals(0, rig.dropped.size(), rig.dropped::toString);
            assertEquals(List.of(), rig.lines);
            assertTrue(collector.paths.stream().allMatch("/v1/metrics"::equals), collector.paths::toString);
        }
    }
}
