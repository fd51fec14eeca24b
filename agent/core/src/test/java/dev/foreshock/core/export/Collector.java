// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** An OTLP backend over HTTP that keeps what it gets, and answers as it is told to. */
final class Collector implements AutoCloseable {
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
    final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
    final List<ExportLogsServiceRequest> logs = new CopyOnWriteArrayList<>();
    final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    final List<String> paths = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    volatile Answer answer = exchange -> exchange.sendResponseHeaders(200, -1);

    Collector() throws IOException {
        this(HttpServer.create());
    }

    Collector(HttpServer server) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] body;
            try (InputStream raw = exchange.getRequestBody();
                    InputStream in = gzip ? new GZIPInputStream(raw) : raw) {
                body = in.readAllBytes();
            }
            String path = exchange.getRequestURI().getPath();
            headers.add(new HashMap<>(exchange.getRequestHeaders()));
            paths.add(exchange.getRequestURI().toString());
            // Only what is accepted counts as arrived.
            answer.to(exchange);
            if (exchange.getResponseCode() == 200) {
                keep(path, body);
            }
        }
    }

    private void keep(String path, byte[] body) throws IOException {
        if (path.contains("metrics")) {
            metrics.add(ExportMetricsServiceRequest.parseFrom(body));
        } else if (path.contains("logs")) {
            logs.add(ExportLogsServiceRequest.parseFrom(body));
        } else {
            traces.add(ExportTraceServiceRequest.parseFrom(body));
        }
    }

    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (ExportTraceServiceRequest request : traces) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    spans.addAll(scope.getSpansList());
                }
            }
        }
        return spans;
    }

    Span span(String name) {
        return spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans()));
    }

    List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        logs.forEach(request -> request.getResourceLogsList()
                .forEach(resource ->
                        resource.getScopeLogsList().forEach(scope -> records.addAll(scope.getLogRecordsList()))));
        return records;
    }

    List<Metric> metrics() {
        List<Metric> all = new ArrayList<>();
        metrics.forEach(request -> request.getResourceMetricsList()
                .forEach(resource ->
                        resource.getScopeMetricsList().forEach(scope -> all.addAll(scope.getMetricsList()))));
        return all;
    }

    Resource resource() {
        return traces.get(0).getResourceSpans(0).getResource();
    }

    static Map<String, Object> attributes(List<KeyValue> pairs) {
        Map<String, Object> map = new HashMap<>();
        for (KeyValue pair : pairs) {
            map.put(pair.getKey(), value(pair.getValue()));
        }
        return map;
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BOOL_VALUE -> value.getBoolValue();
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(Collector::value)
                        .toList();
            default -> throw new AssertionError(value);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
