// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.LogManager;

/** Three servers, one for each transport, and a client that calls every method of each with a trace of its own. */
public class GrpcApp {
    static {
        LogManager.getLogManager().reset();
    }

    private static final ExecutorService OTHERS = Executors.newFixedThreadPool(1);

    public static void main(String[] arguments) throws Exception {
        Items.create();
        Server netty = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(orders())
                .build()
                .start();
        Server shaded = io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder.forAddress(
                        new InetSocketAddress("127.0.0.1", 0))
                .addService(orders())
                .build()
                .start();
        Server inside = InProcessServerBuilder.forName("shop").addService(orders()).build().start();
        call(ManagedChannelBuilder.forAddress("127.0.0.1", netty.getPort()).usePlaintext().build(), "a");
        call(ManagedChannelBuilder.forAddress("127.0.0.1", shaded.getPort()).usePlaintext().build(), "b");
        call(InProcessChannelBuilder.forName("shop").build(), "c");
        Child.ready(netty.getPort());
        Child.awaitEnd();
        netty.shutdownNow().awaitTermination();
        shaded.shutdownNow().awaitTermination();
        inside.shutdownNow().awaitTermination();
        OTHERS.shutdown();
    }

    private static ServerServiceDefinition orders() {
        return ServerServiceDefinition.builder("shop.Orders")
                .addMethod(unary("Find"), ServerCalls.asyncUnaryCall((request, answers) -> answer(answers)))
                .addMethod(
                        unary("HandOver"),
                        ServerCalls.asyncUnaryCall((request, answers) -> OTHERS.execute(() -> answer(answers))))
                .addMethod(unary("Miss"), ServerCalls.asyncUnaryCall((request, answers) -> {
                    Items.find();
                    answers.onError(Status.NOT_FOUND.asRuntimeException());
                }))
                .addMethod(unary("Break"), ServerCalls.asyncUnaryCall((request, answers) -> {
                    Items.find();
                    answers.onError(Status.INTERNAL.withDescription("hunter2").asRuntimeException());
                }))
                .addMethod(unary("Throw"), ServerCalls.asyncUnaryCall((request, answers) -> {
                    Items.find();
                    throw new IllegalStateException("hunter2");
                }))
                .addMethod(
                        method("List", MethodDescriptor.MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall((request, answers) -> {
                            answers.onNext("first");
                            answer(answers);
                        }))
                .addMethod(
                        method("Add", MethodDescriptor.MethodType.CLIENT_STREAMING),
                        ServerCalls.asyncClientStreamingCall(answers -> new AtTheEnd(answers)))
                .addMethod(
                        method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING),
                        ServerCalls.asyncBidiStreamingCall(answers -> new AtTheEnd(answers)))
                .build();
    }

    private static void answer(StreamObserver<String> answers) {
        answers.onNext(Items.find());
        answers.onCompleted();
    }

    private static void call(ManagedChannel managed, String transport) throws Exception {
        for (String name : new String[] {"Find", "HandOver", "Miss", "Break", "Throw"}) {
            try {
                ClientCalls.blockingUnaryCall(traced(managed, transport), unary(name), CallOptions.DEFAULT, "hunter2");
            } catch (StatusRuntimeException e) {
                if (name.equals("Find") || name.equals("HandOver")) {
                    throw e;
                }
            }
        }
        ClientCalls.blockingServerStreamingCall(
                        traced(managed, transport),
                        method("List", MethodDescriptor.MethodType.SERVER_STREAMING),
                        CallOptions.DEFAULT,
                        "hunter2")
                .forEachRemaining(answer -> {});
        Awaited added = new Awaited();
        send(
                ClientCalls.asyncClientStreamingCall(
                        traced(managed, transport)
                                .newCall(method("Add", MethodDescriptor.MethodType.CLIENT_STREAMING), CallOptions.DEFAULT),
                        added),
                added);
        Awaited said = new Awaited();
        send(
                ClientCalls.asyncBidiStreamingCall(
                        traced(managed, transport)
                                .newCall(method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING), CallOptions.DEFAULT),
                        said),
                said);
        managed.shutdownNow();
    }

    private static void send(StreamObserver<String> requests, Awaited answers) throws InterruptedException {
        requests.onNext("one");
        requests.onNext("two");
        requests.onCompleted();
        answers.over.await();
    }

    private static Channel traced(Channel channel, String transport) {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                "00-" + new String(new char[32]).replace("\0", transport) + "-00000000000000a1-01");
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static MethodDescriptor<String, String> unary(String name) {
        return method(name, MethodDescriptor.MethodType.UNARY);
    }

    private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("shop.Orders", name))
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
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
            answer(answers);
        }
    }

    private static final class Awaited implements StreamObserver<String> {
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void onNext(String answer) {}

        @Override
        public void onError(Throwable thrown) {
            over.countDown();
        }

        @Override
        public void onCompleted() {
            over.countDown();
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
