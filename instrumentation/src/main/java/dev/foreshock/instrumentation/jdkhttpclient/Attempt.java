// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdkhttpclient;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt under way, kept with its request until it is answered. Its headers cannot be changed, so that those of the
 * trace are kept here and added where the client reads them to send them.
 */
final class Attempt implements BiConsumer<Object, Throwable> {
    private final Operation operation;
    private final List<String> added;
    private volatile int status;
    /** Whether there is a certificate that is not known yet. */
    private boolean secure;

    private Attempt(Operation operation, List<String> added, boolean secure) {
        this.operation = operation;
        this.added = added;
        this.secure = secure;
    }

    static @Nullable Attempt begin(HttpRequest request, AttemptCount.@Nullable Call call) {
        ClientRequest outbound = new ClientRequest(request);
        Operation operation = OutboundCall.begin(outbound, call == null ? 0 : call.attempts());
        if (operation == null) {
            return null;
        }
        Optional<Duration> connect = call == null || call.client() == null
                ? Optional.empty()
                : call.client().connectTimeout();
        OutboundCall.timeouts(operation, millis(connect), millis(request.timeout()));
        Attempt attempt = new Attempt(operation, outbound.added(), "https".equalsIgnoreCase(outbound.scheme()));
        Associations.put(request, attempt);
        return attempt;
    }

    private static long millis(Optional<Duration> limit) {
        return limit.isEmpty() ? 0 : limit.get().toMillis();
    }

    /** The method that sends has returned, or thrown. */
    void sent(@Nullable CompletableFuture<?> response, @Nullable Throwable thrown) {
        if (response == null || thrown != null) {
            OutboundCall.end(operation, status, thrown);
            return;
        }
        OutboundCall.detach(operation);
        OutboundCall.whenComplete(response, this);
    }

    static @Nullable Attempt of(@Nullable Object request) {
        return request == null ? null : Associations.get(request, Attempt.class);
    }

    /** Interim responses come first; the last status counts. */
    void answered(int read, @Nullable HttpHeaders headers, @Nullable Object connection) {
        status = read;
        if (secure && connection != null) {
            secure = false;
            OutboundCall.peer(operation, TlsConnection.peerOf(connection));
        }
        if (headers != null && !operation.isEnded()) {
            OutboundCall.retryAfter(
                    operation, read, name -> headers.firstValue(name).orElse(null));
        }
    }

    /** {@code cause} is {@code null} where the application has cancelled the call. */
    void givenUp(@Nullable Throwable cause) {
        if (cause == null) {
            OutboundCall.cancelled(operation);
        } else {
            OutboundCall.end(operation, 0, cause);
        }
    }

    @Override
    public void accept(@Nullable Object response, @Nullable Throwable thrown) {
        OutboundCall.end(operation, status, thrown);
    }

    HttpHeaders withContext(HttpHeaders own) {
        if (added.isEmpty()) {
            return own;
        }
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(own.map());
        for (int i = 0; i < added.size(); i += 2) {
            all.put(added.get(i), List.of(added.get(i + 1)));
        }
        return HttpHeaders.of(all, (name, value) -> true);
    }
}
