// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * OTLP over gRPC. The messages pass as bytes, so that the same decoding and the same canary searches serve both protocols.
 */
final class OtlpGrpcPort implements AutoCloseable {
    static final String TRACES = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    static final String METRICS = "opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    static final String LOGS = "opentelemetry.proto.collector.logs.v1.LogsService/Export";

    /** Logs a stack trace for every client that breaks off, which is what many tests are about. Held, since JUL forgets. */
    private static final Logger NETTY = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

    static {
        NETTY.setLevel(Level.OFF);
    }

    private final Server server;
    private final ExecutorService workers = Executors.newCachedThreadPool(OtlpGrpcPort::worker);
    private final Function<ReceivedRequest, Answer> receiver;
    private final CountDownLatch closing;

    OtlpGrpcPort(Function<ReceivedRequest, Answer> receiver, CountDownLatch closing) throws IOException {
        this.receiver = receiver;
        this.closing = closing;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(workers)
                .maxInboundMessageSize(64 << 20);
        for (String method : List.of(TRACES, METRICS, LOGS)) {
            builder.addService(service(method));
        }
        server = builder.build().start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        workers.shutdownNow();
    }

    private ServerServiceDefinition service(String fullMethodName) {
        MethodDescriptor<ByteString, ByteString> method = MethodDescriptor.<ByteString, ByteString>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(fullMethodName)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return ServerServiceDefinition.builder(fullMethodName.substring(0, fullMethodName.indexOf('/')))
                .addMethod(ServerMethodDefinition.create(method, this::call))
                .build();
    }

    private ServerCall.Listener<ByteString> call(ServerCall<ByteString, ByteString> call, Metadata sent) {
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(ByteString message) {
                Answer answer = receiver.apply(new ReceivedRequest(
                        "grpc",
                        call.getMethodDescriptor().getFullMethodName(),
                        headers(sent),
                        message.size(),
                        message));
                workers.execute(() -> answer(call, answer));
            }
        };
    }

    private void answer(ServerCall<ByteString, ByteString> call, Answer answer) {
        try {
            if (answer.hangs()) {
                closing.await();
                return;
            }
            if (closing.await(answer.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            Status status = answer.cuts() ? Status.UNAVAILABLE : status(answer.status());
            if (status.isOk()) {
                call.sendHeaders(new Metadata());
                call.sendMessage(answer.body());
            }
            call.close(status, new Metadata());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Status status(int http) {
        return switch (http) {
            case 200 -> Status.OK;
            case 401 -> Status.UNAUTHENTICATED;
            case 403 -> Status.PERMISSION_DENIED;
            case 404 -> Status.UNIMPLEMENTED;
            case 429, 502, 503, 504 -> Status.UNAVAILABLE;
            default -> Status.INVALID_ARGUMENT;
        };
    }

    private static Map<String, List<String>> headers(Metadata sent) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : sent.keys()) {
            if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                Iterable<String> values = sent.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (values != null) {
                    List<String> copy = new ArrayList<>();
                    values.forEach(copy::add);
                    headers.put(name, List.copyOf(copy));
                }
            }
        }
        return Map.copyOf(headers);
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "otlp-grpc");
        thread.setDaemon(true);
        return thread;
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<ByteString> {
        @Override
        public InputStream stream(ByteString value) {
            return value.newInput();
        }

        @Override
        public ByteString parse(InputStream stream) {
            try {
                return ByteString.readFrom(stream);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
