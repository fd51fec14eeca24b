// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An OTLP backend on grpc-java. */
final class GrpcCollector implements AutoCloseable {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    // It reports connections that end in the middle of a call, as some of them are meant to.
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        GRPC.setLevel(Level.OFF);
    }

    final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
    final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
    final List<ExportLogsServiceRequest> logs = new CopyOnWriteArrayList<>();
    final List<Metadata> headers = new CopyOnWriteArrayList<>();
    final AtomicInteger calls = new AtomicInteger();
    private final Server server;
    volatile IntFunction<Status> answer = number -> Status.OK;
    volatile Metadata trailers = new Metadata();
    volatile byte[] response = new byte[0];

    GrpcCollector() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service(Signal.TRACES))
                .addService(service(Signal.METRICS))
                .addService(service(Signal.LOGS))
                .build()
                .start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private ServerServiceDefinition service(Signal signal) {
        String service = signal.method().substring(0, signal.method().indexOf('/'));
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(signal.method())
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(method, (call, metadata) -> {
                    headers.add(metadata);
                    call.request(1);
                    return new Listener(signal, call);
                })
                .build();
    }

    private final class Listener extends ServerCall.Listener<byte[]> {
        private final Signal signal;
        private final ServerCall<byte[], byte[]> call;
        private byte[] message = new byte[0];

        Listener(Signal signal, ServerCall<byte[], byte[]> call) {
            this.signal = signal;
            this.call = call;
        }

        @Override
        public void onMessage(byte[] received) {
            message = received;
        }

        @Override
        public void onHalfClose() {
            Status status = answer.apply(calls.getAndIncrement());
            if (status.isOk()) {
                keep();
                call.sendHeaders(new Metadata());
                call.sendMessage(response);
            }
            call.close(status, trailers);
        }

        private void keep() {
            try {
                switch (signal) {
                    case TRACES -> traces.add(ExportTraceServiceRequest.parseFrom(message));
                    case METRICS -> metrics.add(ExportMetricsServiceRequest.parseFrom(message));
                    case LOGS -> logs.add(ExportLogsServiceRequest.parseFrom(message));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
