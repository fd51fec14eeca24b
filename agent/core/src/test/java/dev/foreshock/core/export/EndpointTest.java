// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.core.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private Endpoint traces() {
        return endpoint(Signal.TRACES, ExportSettings.OTLP_TRACES);
    }

    private Endpoint endpoint(Signal signal, OtlpSettings own) {
        Settings settings = Settings.of(environment::get, name -> null, complaints::add);
        return Endpoint.of(settings, signal, own, complaints::add);
    }

    private String url() {
        return traces().uri().toString();
    }

    @Test
    void byDefaultItIsTheLocalCollector() {
        assertEquals("http://localhost:4318/v1/traces", url());
        assertFalse(traces().grpc());
        assertTrue(traces().gzip());
        assertEquals(10_000_000_000L, traces().timeoutNanos());
        environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        assertEquals("http://localhost:4317", url());
        assertTrue(traces().grpc());
    }

    @Test
    void theBaseEndpointGetsThePathOfTheSignal() {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otlp.example/prefix/");
        assertEquals("https://otlp.example/prefix/v1/traces", url());
        assertEquals(443, traces().port());
        assertEquals(
                "https://otlp.example/prefix/v1/metrics",
                endpoint(Signal.METRICS, ExportSettings.OTLP_METRICS).uri().toString());
        assertEquals(
                "https://otlp.example/prefix/v1/logs",
                endpoint(Signal.LOGS, ExportSettings.OTLP_LOGS).uri().toString());
    }

    @Test
    void anEndpointOfTheSignalIsUsedAsGiven() {
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://one.example:4318");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://two.example:1/custom");
        assertEquals("http://two.example:1/custom", url());
    }

    @Test
    void variablesOfTheSignalWin() {
        environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf");
        environment.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none");
        environment.put("OTEL_EXPORTER_OTLP_TIMEOUT", "1000");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2000");
        environment.put("OTEL_EXPORTER_OTLP_HEADERS", "a=1");
        environment.put("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=2");
        Endpoint endpoint = traces();
        assertFalse(endpoint.grpc());
        assertFalse(endpoint.gzip());
        assertEquals(2_000_000_000L, endpoint.timeoutNanos());
        assertEquals(Map.of("b", "2"), endpoint.headers());
        Endpoint logs = endpoint(Signal.LOGS, ExportSettings.OTLP_LOGS);
        assertTrue(logs.grpc());
        assertEquals(Map.of("a", "1"), logs.headers());
    }

    @Test
    void whatIsNoUrlIsReportedByNameWithoutRepeatingIt() {
        for (String wrong : List.of("localhost:4318", "ftp://x", "http://user:secret@x", "http:// x", "http:///path")) {
            environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", wrong);
            complaints.clear();
            assertEquals("http://localhost:4318/v1/traces", url());
            assertEquals(1, complaints.size(), wrong);
            assertTrue(complaints.get(0).startsWith("OTEL_EXPORTER_OTLP_ENDPOINT is not a URL"), complaints::toString);
            assertFalse(complaints.get(0).contains("secret"));
        }
    }

    @Test
    void aQueryIsSentAndNotShown() {
        environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://x.example/v1/traces?key=secret");
        assertEquals("https://x.example/v1/traces?key=secret", url());
        assertEquals("https://x.example/v1/traces", traces().display());
    }
}
