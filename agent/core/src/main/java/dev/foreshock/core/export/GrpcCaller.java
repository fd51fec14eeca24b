// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Unary gRPC calls over OkHttp's HTTP/2, on the calling thread.
 *
 * <p>The SDK's own sender over OkHttp takes the proxy from {@link java.net.ProxySelector#getDefault}, which is the
 * application's, and offers no way to change that.
 */
final class GrpcCaller implements GrpcSender {
    private static final MediaType TYPE = MediaType.get("application/grpc");
    private static final int MAX_MESSAGE_BYTES = 64 << 10;

    private final GrpcSenderConfig config;
    private final String url;
    private final OkHttpClient client;
    private final LongUnaryOperator deadline;
    private final Consumer<byte[]> accepted;

    GrpcCaller(GrpcSenderConfig config, @Nullable Tls tls, LongUnaryOperator deadline, Consumer<byte[]> accepted) {
        this.config = config;
        this.deadline = deadline;
        this.accepted = accepted;
        URI endpoint = config.getEndpoint();
        this.url = endpoint.getScheme() + "://" + endpoint.getRawAuthority() + "/" + config.getFullMethodName();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new DirectSockets())
                .followRedirects(false)
                .connectTimeout(config.getConnectTimeout())
                .callTimeout(config.getTimeout());
        if (tls == null) {
            builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        } else {
            builder.sslSocketFactory(tls.context().getSocketFactory(), tls.trust())
                    .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        }
        client = builder.build();
    }

    @Override
    public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
        GrpcAnswer answer;
        try {
            answer = call(message);
        } catch (IOException | RuntimeException e) {
            onError.accept(e);
            return;
        }
        if (answer.status() == GrpcStatusCode.OK) {
            accepted.accept(answer.message());
        }
        onResponse.accept(answer);
    }

    private GrpcAnswer call(MessageWriter message) throws IOException {
        Compressor compressor = FastGzip.insteadOf(config.getCompressor());
        Request.Builder request = new Request.Builder().url(url).header("te", "trailers");
        if (compressor != null) {
            request.header("grpc-encoding", compressor.getEncoding());
        }
        config.getHeadersSupplier()
                .get()
                .forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
        Call call = client.newCall(request.post(new Frame(message, compressor)).build());
        long allowed = deadline.applyAsLong(config.getTimeout().toNanos()) - System.nanoTime();
        call.timeout().timeout(Math.max(1_000_000L, allowed), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            return answer(response);
        }
    }

    private static GrpcAnswer answer(Response response) throws IOException {
        if (response.code() != 200) {
            return new GrpcAnswer(ofHttp(response.code()), "HTTP " + response.code(), new byte[0], 0);
        }
        BufferedSource source = response.body().source();
        byte[] message = new byte[0];
        boolean complete = !source.request(MAX_MESSAGE_BYTES);
        if (source.getBuffer().size() > 5 && source.getBuffer().getByte(0) == 0) {
            Buffer frame = source.getBuffer();
            frame.skip(5);
            message = frame.readByteArray(Math.min(frame.size(), MAX_MESSAGE_BYTES));
        }
        String status = response.header("grpc-status");
        String description = response.header("grpc-message");
        String details = response.header("grpc-status-details-bin");
        if (status == null && complete) {
            status = response.trailers().get("grpc-status");
            description = response.trailers().get("grpc-message");
            details = response.trailers().get("grpc-status-details-bin");
        }
        return new GrpcAnswer(code(status), description == null ? "" : description, message, RetryInfo.nanos(details));
    }

    private static GrpcStatusCode code(@Nullable String status) {
        try {
            return status == null ? GrpcStatusCode.UNKNOWN : GrpcStatusCode.fromValue(Integer.parseInt(status));
        } catch (NumberFormatException e) {
            return GrpcStatusCode.UNKNOWN;
        }
    }

    /** What gRPC makes of an answer that is none (doc/http-grpc-status-mapping.md of the gRPC project). */
    private static GrpcStatusCode ofHttp(int status) {
        return switch (status) {
            case 400 -> GrpcStatusCode.INTERNAL;
            case 401 -> GrpcStatusCode.UNAUTHENTICATED;
            case 403 -> GrpcStatusCode.PERMISSION_DENIED;
            case 404 -> GrpcStatusCode.UNIMPLEMENTED;
            case 429, 502, 503, 504 -> GrpcStatusCode.UNAVAILABLE;
            default -> GrpcStatusCode.UNKNOWN;
        };
    }

    @Override
    public CompletableResultCode shutdown() {
        client.connectionPool().evictAll();
        return CompletableResultCode.ofSuccess();
    }

    /**
     * Sockets that ask neither the default proxy selector, as plain ones do for SOCKS, nor a factory set for the whole JVM.
     */
    private static final class DirectSockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new Socket(Proxy.NO_PROXY);
        }

        private static Socket connect(SocketAddress address, @Nullable SocketAddress local) throws IOException {
            Socket socket = new Socket(Proxy.NO_PROXY);
            socket.bind(local);
            socket.connect(address);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connect(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return connect(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connect(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return connect(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
        }
    }

    /** A message with its length before it, as gRPC sends it. */
    private static final class Frame extends RequestBody {
        private final MessageWriter message;
        private final @Nullable Compressor compressor;

        Frame(MessageWriter message, @Nullable Compressor compressor) {
            this.message = message;
            this.compressor = compressor;
        }

        @Override
        public MediaType contentType() {
            return TYPE;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            Buffer content = new Buffer();
            try (OutputStream stream =
                    compressor == null ? content.outputStream() : compressor.compress(content.outputStream())) {
                message.writeMessage(stream);
            }
            sink.writeByte(compressor == null ? 0 : 1);
            sink.writeInt(Math.toIntExact(content.size()));
            sink.write(content, content.size());
        }
    }
}
