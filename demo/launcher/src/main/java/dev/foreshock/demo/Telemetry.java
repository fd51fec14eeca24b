// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import dev.foreshock.harness.ReceivedRequest;
import java.io.IOException;
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

    /** Forgets what has arrived so far. */
    void clear() {
        if (receiver != null) {
            receiver.clear();
        }
    }

    /** What has arrived since the last {@link #clear}, for the account of one run. */
    Run collect(int customers, List<Visit> visits, JvmExit exit) {
        if (receiver == null) {
            return new Run(customers, visits, exit, List.of(), List.of(), 0, 0);
        }
        Map<Object, ReceivedLog> newest = new LinkedHashMap<>();
        for (ReceivedLog finding : receiver.findings()) {
            newest.put(finding.attributes().getOrDefault("foreshock.finding.id", finding), finding);
        }
        List<ReceivedRequest> exports = receiver.requests();
        return new Run(
                customers,
                visits,
                exit,
                List.copyOf(newest.values()),
                receiver.spans(),
                exports.size(),
                exports.stream().mapToLong(ReceivedRequest::wireBytes).sum());
    }

    @Override
    public void close() {
        if (receiver != null) {
            receiver.close();
        }
    }
}
