// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** As the compiler of protobuf writes it for a service of strings. */
public final class OrdersGrpc {
    static final MethodDescriptor<String, String> FIND = method("Find", MethodType.UNARY);
    static final MethodDescriptor<String, String> MISS = method("Miss", MethodType.UNARY);
    static final MethodDescriptor<String, String> BREAK = method("Break", MethodType.UNARY);
    static final MethodDescriptor<String, String> HANG = method("Hang", MethodType.UNARY);
    static final MethodDescriptor<String, String> FLAKY = method("Flaky", MethodType.UNARY);
    static final MethodDescriptor<String, String> LIST = method("List", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> ADD = method("Add", MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<String, String> CHAT = method("Chat", MethodType.BIDI_STREAMING);

    private OrdersGrpc() {}

    static OrdersBlockingStub newBlockingStub(Channel channel) {
        return new OrdersBlockingStub(channel, CallOptions.DEFAULT);
    }

    static ServerServiceDefinition bind(
            ServerCalls.UnaryMethod<String, String> unary,
            ServerCalls.ServerStreamingMethod<String, String> list,
            ServerCalls.ClientStreamingMethod<String, String> add,
            ServerCalls.BidiStreamingMethod<String, String> chat) {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("shop.Orders");
        for (MethodDescriptor<String, String> one : java.util.List.of(FIND, MISS, BREAK, HANG, FLAKY)) {
            String name = one.getFullMethodName().substring("shop.Orders/".length());
            service.addMethod(
                    one,
                    ServerCalls.asyncUnaryCall((request, answers) -> unary.invoke(name + ' ' + request, answers)));
        }
        return service.addMethod(LIST, ServerCalls.asyncServerStreamingCall(list))
                .addMethod(ADD, ServerCalls.asyncClientStreamingCall(add))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(chat))
                .build();
    }

    static final class OrdersBlockingStub extends AbstractStub<OrdersBlockingStub> {
        OrdersBlockingStub(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected OrdersBlockingStub build(Channel channel, CallOptions options) {
            return new OrdersBlockingStub(channel, options);
        }

        String call(MethodDescriptor<String, String> method, String request) {
            return ClientCalls.blockingUnaryCall(getChannel(), own(method), getCallOptions(), request);
        }

        String find(String request) {
            return call(FIND, request);
        }

        Iterator<String> list(String request) {
            return ClientCalls.blockingServerStreamingCall(getChannel(), own(LIST), getCallOptions(), request);
        }
    }

    /** A method remembers its name as Netty has it, which is no name for the shaded Netty. */
    static MethodDescriptor<String, String> own(MethodDescriptor<String, String> method) {
        return method.toBuilder().build();
    }

    static void answer(StreamObserver<String> answers, String text) {
        answers.onNext(text);
        answers.onCompleted();
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("shop.Orders", name))
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
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
