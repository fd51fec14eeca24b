// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent sends its data: the backend that the user names in {@code OTEL_EXPORTER_OTLP_ENDPOINT}, and otherwise a
 * receiver in this process, which can show all of it.
 */
final class Telemetry implements AutoCloseable {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private final @Nullable OtlpReceiver receiver;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Telemetry(@Nullable OtlpReceiver receiver, Map<String, String> users) {
        this.receiver = receiver;
        users.forEach((name, value) -> {
            if (name.startsWith("OTEL_") || name.startsWith("FORESHOCK_")) {
                environment.put(name, value);
            }
        });
        environment.putIfAbsent("OTEL_SERVICE_NAME", "shop");
        if (receiver != null) {
            environment.putAll(receiver.environment());
        }
    }

    /** Decides by the user's environment. */
    static Telemetry choose(Map<String, String> environment) throws IOException {
        boolean users = !environment.getOrDefault(ENDPOINT, "").isBlank();
        return new Telemetry(users ? null : OtlpReceiver.start(), environment);
    }

    void configure(JvmBuilder jvm) {
        environment.forEach(jvm::environment);
    }

    /** Whether the data can be shown here. */
    boolean isOurs() {
        return receiver != null;
    }

    String destination() {
        return receiver != null
                ? "this demo's own OTLP receiver, " + receiver.httpEndpoint() + " (http/protobuf), now closed"
                : environment.get(ENDPOINT) + " ("
                        + environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf") + ")";
    }

    /** The announcements of open findings, the newest of each. */
    List<ReceivedLog> findings() {
        Map<Object, ReceivedLog> newest = new LinkedHashMap<>();
        if (receiver != null) {
            receiver.findings()
                    .forEach(log -> newest.put(log.attributes().getOrDefault("foreshock.finding.id", log), log));
        }
        return new ArrayList<>(newest.values());
    }

    List<ReceivedSpan> spans() {
        return receiver == null ? List.of() : receiver.spans();
    }

    int requests() {
        return receiver == null ? 0 : receiver.requests().size();
    }

    long bytes() {
        return receiver == null
                ? 0
                : receiver.requests().stream()
                        .mapToLong(request -> request.wireBytes())
                        .sum();
    }

    @Override
    public void close() {
        if (receiver != null) {
            receiver.close();
        }
    }
}
