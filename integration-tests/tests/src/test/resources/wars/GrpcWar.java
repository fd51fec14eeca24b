// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls a server of its own, on threads of its own. */
public class GrpcWar extends HttpServlet {
    private static final MethodDescriptor<String, String> SAY = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("war.Echo/Say")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Server server;
    private ManagedChannel channel;

    @Override
    public void init() throws ServletException {
        try {
            server = InProcessServerBuilder.forName("war")
                    .executor(threads)
                    .scheduledExecutorService(timer)
                    .addService(ServerServiceDefinition.builder("war.Echo")
                            .addMethod(SAY, ServerCalls.asyncUnaryCall((request, answers) -> {
                                answers.onNext(request);
                                answers.onCompleted();
                            }))
                            .build())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new ServletException(e);
        }
        channel = InProcessChannelBuilder.forName("war")
                .executor(threads)
                .offloadExecutor(threads)
                .scheduledExecutorService(timer)
                .build();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        for (int i = 0; i < 20; i++) {
            ClientCalls.blockingUnaryCall(channel, SAY, CallOptions.DEFAULT, "say " + i);
        }
    }

    @Override
    public void destroy() {
        try {
            channel.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
            server.shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
            threads.shutdownNow();
            timer.shutdownNow();
            threads.awaitTermination(20, TimeUnit.SECONDS);
            timer.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
