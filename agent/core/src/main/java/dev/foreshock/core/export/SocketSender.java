// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP/1.1 on the calling thread, which is the export thread, and keeps the connection for the next
 * one. No proxy, no cookie, no redirect, no authenticator: nothing that is set for the whole JVM is asked.
 *
 * <p>It stands in for the OkHttp sender, which takes 390 ms of CPU and 660 classes to start where this takes 30 ms and 90.
 */
final class SocketSender implements HttpSender {
    private static final long KEEP_NANOS = 15_000_000_000L;

    private final HttpSenderConfig config;
    private final Endpoint endpoint;
    private final @Nullable Tls tls;
    private final LongUnaryOperator deadline;
    private final Consumer<byte[]> accepted;
    private final String path;
    private final RequestBuffer buffer = new RequestBuffer();
    private @Nullable Connection kept;

    SocketSender(
            HttpSenderConfig config,
            Endpoint endpoint,
            @Nullable Tls tls,
            LongUnaryOperator deadline,
            Consumer<byte[]> accepted) {
        this.config = config;
        this.endpoint = endpoint;
        this.tls = tls;
        this.deadline = deadline;
        this.accepted = accepted;
        String query = config.getEndpoint().getRawQuery();
        String raw = config.getEndpoint().getRawPath();
        this.path = (raw == null || raw.isEmpty() ? "/" : raw) + (query == null ? "" : "?" + query);
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
        HttpAnswer answer;
        try {
            write(message);
            answer = exchange();
        } catch (IOException | RuntimeException e) {
            discard();
            onError.accept(e);
            return;
        } finally {
            buffer.end();
        }
        if (answer.status() == 200) {
            accepted.accept(answer.body());
        }
        onResponse.accept(answer);
    }

    /** Into {@link #buffer}, the head right before the body, whose length is known only when it has been written. */
    private void write(MessageWriter message) throws IOException {
        Compressor compressor = FastGzip.insteadOf(config.getCompressor());
        Map<String, List<String>> headers = config.getHeadersSupplier().get();
        int reserved = head(Integer.MAX_VALUE, compressor, headers).length;
        buffer.begin(reserved);
        try (OutputStream sink = compressor == null ? buffer : compressor.compress(buffer)) {
            message.writeMessage(sink);
        }
        buffer.finish(head(buffer.size() - reserved, compressor, headers), reserved);
    }

    private byte[] head(int length, @Nullable Compressor compressor, Map<String, List<String>> headers) {
        StringBuilder head = new StringBuilder(512);
        head.append("POST ").append(path).append(" HTTP/1.1\r\n");
        header(head, "Host", host());
        header(head, "Content-Type", config.getContentType());
        header(head, "Content-Length", Integer.toString(length));
        if (compressor != null) {
            header(head, "Content-Encoding", compressor.getEncoding());
        }
        for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
            for (String value : entry.getValue()) {
                header(head, entry.getKey(), value);
            }
        }
        head.append("\r\n");
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a request is written to, used again for the next one unless it has become too large. */
    private static final class RequestBuffer extends ByteArrayOutputStream {
        private static final int SMALLEST = 8 << 10;
        private static final int LARGEST = 512 << 10;

        private int start;

        RequestBuffer() {
            super(SMALLEST);
        }

        /** {@code reserved} bytes are left free for the head. */
        void begin(int reserved) {
            reset();
            writeBytes(new byte[reserved]);
        }

        /** The request has been answered, or given up. */
        void end() {
            if (buf.length > LARGEST) {
                buf = new byte[SMALLEST];
            }
        }

        /** {@code head} may be shorter than what was reserved. */
        void finish(byte[] head, int reserved) {
            start = reserved - head.length;
            System.arraycopy(head, 0, buf, start, head.length);
        }

        /** From the first byte of the head on. */
        void sendTo(OutputStream out) throws IOException {
            out.write(buf, start, size() - start);
        }
    }

    private String host() {
        String host = endpoint.uri().getHost();
        int port = endpoint.port();
        return port == (endpoint.isSecure() ? 443 : 80) ? host : host + ":" + port;
    }

    // A line break in a configured value must not become a header of its own.
    private static void header(StringBuilder head, String name, String value) {
        int start = head.length();
        head.append(name).append(": ").append(value);
        for (int i = start; i < head.length(); i++) {
            if (head.charAt(i) < ' ') {
                head.setCharAt(i, ' ');
            }
        }
        head.append("\r\n");
    }

    private HttpAnswer exchange() throws IOException {
        long deadlineNanos = deadline.applyAsLong(config.getTimeout().toNanos());
        Connection reused = kept;
        kept = null;
        if (reused != null) {
            if (System.nanoTime() - reused.idleSinceNanos < KEEP_NANOS) {
                try {
                    return exchange(reused, deadlineNanos);
                } catch (IOException e) {
                    reused.close();
                    // A kept connection may have been closed from the other side; any other failure counts.
                    if (reused.reader.hasBegun() || deadlineNanos - System.nanoTime() <= 0) {
                        throw e;
                    }
                }
            } else {
                reused.close();
            }
        }
        Connection fresh = open(deadlineNanos);
        try {
            return exchange(fresh, deadlineNanos);
        } catch (IOException | RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    private HttpAnswer exchange(Connection connection, long deadlineNanos) throws IOException {
        connection.raw.deadlineNanos(deadlineNanos);
        OutputStream out = connection.socket.getOutputStream();
        buffer.sendTo(out);
        out.flush();
        HttpAnswer answer = connection.reader.read();
        if (connection.reader.isReusable()) {
            connection.idleSinceNanos = System.nanoTime();
            kept = connection;
        } else {
            connection.close();
        }
        return answer;
    }

    private Connection open(long deadlineNanos) throws IOException {
        String host = endpoint.uri().getHost();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        DeadlineSocket raw = DeadlineSocket.connect(name, endpoint.port(), deadlineNanos);
        try {
            Socket socket = tls == null ? raw : secure(tls, raw, name);
            return new Connection(raw, socket);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private Socket secure(Tls settings, DeadlineSocket raw, String name) throws IOException {
        SSLSocket socket =
                (SSLSocket) settings.context().getSocketFactory().createSocket(raw, name, endpoint.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void discard() {
        Connection connection = kept;
        kept = null;
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public CompletableResultCode shutdown() {
        discard();
        return CompletableResultCode.ofSuccess();
    }

    private static final class Connection {
        private final DeadlineSocket raw;
        private final Socket socket;
        private final HttpReader reader;
        private long idleSinceNanos;

        Connection(DeadlineSocket raw, Socket socket) throws IOException {
            this.raw = raw;
            this.socket = socket;
            this.reader = new HttpReader(socket.getInputStream());
        }

        // The channel alone: saying goodbye on TLS could block, and nobody waits for it.
        void close() {
            try {
                raw.close();
            } catch (IOException e) {
                return;
            }
        }
    }
}
