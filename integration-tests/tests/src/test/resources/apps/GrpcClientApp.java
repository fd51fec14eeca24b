// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/** A service that calls another one, in the same process, over one transport after the other. */
public class GrpcClientApp {
    static {
        LogManager.getLogManager().reset();
    }

    private static final int PATIENCE_SECONDS = 20;
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
    private static final Map<String, CompletableFuture<Void>> HANGING = new ConcurrentHashMap<>();

    private final Map<String, ManagedChannelBuilder<?>> builders = new ConcurrentHashMap<>();
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        Items.create();
        Server netty = serve(NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)));
        Server inside = serve(InProcessServerBuilder.forName("shop"));
        GrpcClientApp app = new GrpcClientApp();
        int port = netty.getPort();
        int closed = closedPort();
        app.add("netty", io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", port));
        app.add("netty-closed", io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", closed));
        app.add("shaded", io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", port));
        app.add(
                "shaded-closed",
                io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", closed));
        if (arguments.length > 0) {
            app.add("okhttp", okHttp(port));
            app.add("okhttp-closed", okHttp(closed));
        }
        app.add("inside", InProcessChannelBuilder.forName("shop"));
        app.add("inside-closed", InProcessChannelBuilder.forName("nobody"));
        ExecutorService handlers = Executors.newFixedThreadPool(2);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/case/", app::handle);
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        handlers.shutdown();
        for (ManagedChannel channel : app.channels.values()) {
            channel.shutdownNow().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        netty.shutdownNow().awaitTermination();
        inside.shutdownNow().awaitTermination();
    }

    /** Over Netty a first channel is built and thrown away: a builder may be used again. */
    private void add(String name, ManagedChannelBuilder<?> builder) {
        Map<String, ?> policy = Map.of(
                "maxAttempts", 3.0,
                "initialBackoff", "0.01s",
                "maxBackoff", "0.01s",
                "backoffMultiplier", 1.0,
                "retryableStatusCodes", List.of("UNAVAILABLE"));
        Map<String, ?> flaky = Map.of(
                "name", List.of(Map.of("service", "shop.Orders", "method", "Flaky")), "retryPolicy", policy);
        if (!name.startsWith("inside")) {
            builder.usePlaintext();
        }
        builder.defaultServiceConfig(Map.of("methodConfig", List.of(flaky))).enableRetry();
        builders.put(name, builder);
        if (name.equals("netty")) {
            builder.build().shutdownNow();
        }
        channels.put(name, builder.build());
    }

    /** Not every version of it can be had. */
    private static ManagedChannelBuilder<?> okHttp(int port) throws ReflectiveOperationException {
        return (ManagedChannelBuilder<?>) Class.forName("io.grpc.okhttp.OkHttpChannelBuilder")
                .getMethod("forAddress", String.class, int.class)
                .invoke(null, "127.0.0.1", port);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Server serve(ServerBuilder<?> builder) throws IOException {
        ServerServiceDefinition orders = OrdersGrpc.bind(
                GrpcClientApp::answer,
                (request, answers) -> {
                    for (int i = 1; i < 50; i++) {
                        answers.onNext(request);
                    }
                    OrdersGrpc.answer(answers, Items.find());
                },
                AtTheEnd::new,
                AtTheEnd::new);
        return builder.addService(orders).build().start();
    }

    /** {@code request} begins with the method's name. */
    private static void answer(String request, StreamObserver<String> answers) {
        String method = request.substring(0, request.indexOf(' '));
        switch (method) {
            case "Miss" -> answers.onError(
                    Status.NOT_FOUND.withDescription("hunter2").asRuntimeException());
            case "Break" -> answers.onError(
                    Status.INTERNAL.withDescription("hunter2").asRuntimeException());
            case "Hang" -> {
                ((ServerCallStreamObserver<String>) answers).setOnCancelHandler(() -> {});
                hanging(request.substring(5)).complete(null);
            }
            case "Flaky" -> {
                if (SEEN.add(request)) {
                    answers.onError(Status.UNAVAILABLE.asRuntimeException());
                } else {
                    OrdersGrpc.answer(answers, Items.find());
                }
            }
            default -> OrdersGrpc.answer(answers, Items.find());
        }
    }

    private static CompletableFuture<Void> hanging(String request) {
        return HANGING.computeIfAbsent(request, key -> new CompletableFuture<>());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String answer;
        try {
            answer = perform(path[2], path[3], exchange.getRequestHeaders().getFirst("traceparent"));
        } catch (Throwable thrown) {
            answer = Status.fromThrowable(thrown).getCode() + " " + thrown.getClass().getName();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String perform(String transport, String name, String traceparent) throws Exception {
        ManagedChannel channel = channels.get(transport);
        OrdersGrpc.OrdersBlockingStub stub = OrdersGrpc.newBlockingStub(channel);
        switch (name) {
            case "find":
                channel.newCall(OrdersGrpc.own(OrdersGrpc.FIND), CallOptions.DEFAULT); // never started
                return stub.find("hunter2");
            case "miss":
                return stub.call(OrdersGrpc.MISS, "hunter2");
            case "break":
                return stub.call(OrdersGrpc.BREAK, "hunter2");
            case "deadline":
                return stub.withDeadlineAfter(300, TimeUnit.MILLISECONDS).call(OrdersGrpc.HANG, transport + " deadline");
            case "cancel":
                return cancelled(channel, transport + " cancel");
            case "refused":
                return OrdersGrpc.newBlockingStub(channels.get(transport + "-closed")).find("hunter2");
            case "shutdown":
                ManagedChannel gone = builders.get(transport).build();
                gone.shutdownNow();
                return OrdersGrpc.newBlockingStub(gone).find("hunter2");
            case "flaky":
                return stub.call(OrdersGrpc.FLAKY, transport);
            case "future":
                return ClientCalls.futureUnaryCall(
                                channel.newCall(OrdersGrpc.own(OrdersGrpc.FIND), CallOptions.DEFAULT), "hunter2")
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            case "async":
                return asynchronous(channel);
            case "list":
                return Integer.toString(count(stub.list("hunter2")));
            case "add":
                return streamed(answers -> ClientCalls.asyncClientStreamingCall(
                        channel.newCall(OrdersGrpc.own(OrdersGrpc.ADD), CallOptions.DEFAULT), answers));
            case "chat":
                return streamed(answers -> ClientCalls.asyncBidiStreamingCall(
                        channel.newCall(OrdersGrpc.own(OrdersGrpc.CHAT), CallOptions.DEFAULT), answers));
            case "adopt":
                return OrdersGrpc.newBlockingStub(traced(channel, traceparent)).find("hunter2");
            case "loop":
                return loop(stub);
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private static String loop(OrdersGrpc.OrdersBlockingStub stub) {
        int found = 0;
        for (int i = 0; i < 50; i++) {
            found += stub.find("hunter2 " + i).length();
        }
        return Integer.toString(found);
    }

    private static int count(Iterator<String> answers) {
        int count = 0;
        while (answers.hasNext()) {
            answers.next();
            count++;
        }
        return count;
    }

    private static String cancelled(Channel channel, String request) throws Exception {
        Future<String> answer =
                ClientCalls.futureUnaryCall(channel.newCall(OrdersGrpc.own(OrdersGrpc.HANG), CallOptions.DEFAULT), request);
        hanging(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return Boolean.toString(answer.cancel(true));
    }

    /** What the application does with the answer belongs to the request. */
    private static String asynchronous(Channel channel) throws Exception {
        CompletableFuture<String> over = new CompletableFuture<>();
        Thread own = Thread.currentThread();
        ClientCalls.asyncUnaryCall(
                channel.newCall(OrdersGrpc.own(OrdersGrpc.FIND), CallOptions.DEFAULT), "hunter2", new StreamObserver<String>() {
                    @Override
                    public void onNext(String answer) {
                        Items.find();
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        over.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {
                        over.complete(Thread.currentThread() == own ? "same thread" : "found");
                    }
                });
        return over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private interface Opening {
        StreamObserver<String> open(StreamObserver<String> answers);
    }

    private static String streamed(Opening opening) throws Exception {
        CompletableFuture<String> over = new CompletableFuture<>();
        StreamObserver<String> requests = opening.open(new StreamObserver<String>() {
            @Override
            public void onNext(String answer) {}

            @Override
            public void onError(Throwable thrown) {
                over.completeExceptionally(thrown);
            }

            @Override
            public void onCompleted() {
                over.complete("found");
            }
        });
        requests.onNext("hunter2");
        requests.onNext("hunter2");
        requests.onCompleted();
        return over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** As a tracer of the application's does it: the request's trace, and an id of its own, here the end of the trace's. */
    private static Channel traced(Channel channel, String traceparent) {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                traceparent.substring(0, 36) + "00000000000a" + traceparent.substring(31, 35) + "-01");
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static final class AtTheEnd implements StreamObserver<String> {
        private final StreamObserver<String> answers;

        AtTheEnd(StreamObserver<String> answers) {
            this.answers = answers;
        }

        @Override
        public void onNext(String request) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {
            OrdersGrpc.answer(answers, Items.find());
        }
    }
}
