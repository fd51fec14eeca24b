// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Destination;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Retry;
import dev.foreshock.api.UrlTemplate;
import dev.foreshock.instrumentation.search.SearchRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The life of one outbound HTTP request: one attempt on the wire is one operation. It begins where the client takes the
 * attempt up, or has {@link #leased a connection} for it where the client tells, so that connecting is part of it, and ends where
 * the headers of the response have been read, or the attempt has failed. Reading the body is not part of it.
 *
 * <p>A client that goes on with the attempt on other threads calls {@link #detach} before its method returns; the {@code end}
 * methods may then come from any thread, and only the first one counts. Attributes follow the HTTP semantic conventions, client
 * side. Nothing here throws or blocks.
 */
public final class OutboundCall {
    private static final String NOT_AFTER = "tls.server.not_after";
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private OutboundCall() {}

    /**
     * Begins an attempt and writes the trace's context into its headers.
     *
     * @param resends how many attempts the client has made before for the same call of the application's: retries,
     *     redirects, answers to a challenge
     * @return {@code null} where nothing is recorded; a client's own attempt inside that of another client is part of it
     */
    public static @Nullable Operation begin(OutboundRequest request, int resends) {
        Operation operation = prepare(request, resends);
        if (operation != null) {
            send(operation, request);
        }
        return operation;
    }

    /**
     * Begins an attempt whose headers may still change before they are written: {@link #send} follows then. Arguments and
     * result are those of {@link #begin}.
     */
    public static @Nullable Operation prepare(OutboundRequest request, int resends) {
        return prepare(request, resends, null);
    }

    /** As {@link #prepare(OutboundRequest, int)}; what is sent to a {@code database} is a command of that, not an HTTP call. */
    static @Nullable Operation prepare(OutboundRequest request, int resends, @Nullable DatabaseRequest database) {
        Operation operation = database == null ? Operation.begin(Kind.HTTP) : command(request, database);
        if (operation == null) {
            return null;
        }
        if (database == null) {
            describe(operation, request);
        }
        int told = SdkAttempts.before(request);
        int before = resends > 0 ? resends : told;
        if (before > 0) {
            operation.resendCount(before);
        }
        if (told > 0) {
            operation.retry(Retry.told(told + 1, "the AWS SDK"));
        }
        return operation;
    }

    /** Writes the trace's context into the headers of an attempt that was {@link #prepare prepared}. */
    public static void send(Operation operation, OutboundRequest request) {
        Recorder.instance().inject(operation, request, request);
    }

    private static @Nullable Operation command(OutboundRequest request, DatabaseRequest database) {
        int known = "https".equals(RequestText.scheme(request.scheme())) ? HTTPS : HTTP;
        int port = request.port() > 0 ? request.port() : known;
        return SearchRequest.begin(database, request.method(), request.path(), request.query(), request.host(), port);
    }

    private static void describe(Operation operation, OutboundRequest request) {
        String sent = request.method();
        String known = RequestText.knownMethod(sent);
        if (known == null) {
            // What else was sent may be anything: as few names as there are known methods.
            operation.name("HTTP");
            operation.attribute("http.request.method_original", sent);
        }
        String scheme = RequestText.scheme(request.scheme());
        String host = request.host();
        String path = request.path();
        Destination destination = Recorder.instance()
                .destination(
                        known == null ? "_OTHER" : known,
                        scheme == null ? "http" : scheme,
                        host == null ? "" : host,
                        request.port(),
                        path == null ? "/" : path,
                        request.query(),
                        UrlTemplate.current());
        operation.shape(destination.shape());
        operation.target(destination.target());
        operation.attribute("url.full", destination.url());
        operation.attribute("url.template", destination.template());
    }

    /**
     * Notes how long this attempt may take, as far as the client knows.
     *
     * @param connectMillis to connect; 0 where there is no limit, less where that is not known
     * @param responseMillis until the response, or between two reads of it; 0 and less as above
     */
    public static void timeouts(Operation operation, long connectMillis, long responseMillis) {
        if (connectMillis >= 0) {
            operation.attribute("foreshock.timeout.connect", connectMillis / 1e3);
        }
        if (responseMillis >= 0) {
            operation.attribute("foreshock.timeout.response", responseMillis / 1e3);
        }
    }

    /** Notes until when the server's own certificate is valid; an attempt that knows it already keeps it. */
    public static void peer(Operation operation, @Nullable PeerCertificate peer) {
        if (peer != null && !operation.isEnded() && operation.attribute(NOT_AFTER) == null) {
            operation.attribute(NOT_AFTER, peer.notAfter());
        }
    }

    /**
     * Notes for how long the other side asks to be left alone, where it refuses the request for now.
     *
     * @param header looks up a header of the response by its name
     */
    public static void retryAfter(Operation operation, int status, Function<String, @Nullable String> header) {
        if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
            double seconds = RetryAfter.seconds(header.apply("Retry-After"));
            if (seconds > 0) {
                operation.attribute("foreshock.retry_after", seconds);
            }
        }
    }

    /**
     * The attempt, which asked the client's pool for a connection as soon as it had begun and has told so by {@link
     * Operation#awaitConnection}, has one now, or will have none.
     */
    public static void leased(Operation operation, boolean leased) {
        operation.connectionAwaited(System.nanoTime(), leased);
    }

    /** The attempt goes on without this thread. */
    public static void detach(Operation operation) {
        operation.detach();
    }

    /** The attempt was answered with this status, or has failed with what was thrown; with neither nothing is known of it. */
    public static void end(Operation operation, int status, @Nullable Throwable thrown) {
        if (operation.isEnded()) {
            return;
        }
        if (status > 0) {
            answered(operation, status);
        }
        Throwable cause = ClientFailure.causeOf(thrown);
        if (cause != null && !operation.isFailed()) {
            operation.outcome(ClientFailure.outcome(cause));
        }
        operation.end(cause);
    }

    /** The application does not want the response any more, and no exception says so. */
    public static void cancelled(Operation operation) {
        if (!operation.isEnded()) {
            operation.fail("cancelled", Outcome.CANCELLED);
            operation.end(null);
        }
    }

    /** The application does not wait for the response any longer, and no exception says so. */
    public static void timedOut(Operation operation) {
        if (!operation.isEnded()) {
            operation.fail("timeout", Outcome.TIMEOUT);
            operation.end(null);
        }
    }

    private static void answered(Operation operation, int status) {
        operation.status(status);
        if (SearchRequest.isAnswer(operation, status)) {
            return;
        }
        if (status >= CLIENT_ERROR && operation.kind() == Kind.DATABASE) {
            operation.attribute("db.response.status_code", Integer.toString(status));
        }
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            operation.fail(Integer.toString(status), Outcome.REMOTE_ERROR);
        } else if (status == REQUEST_TIMEOUT) {
            operation.fail(Integer.toString(status), Outcome.TIMEOUT);
        } else if (status >= CLIENT_ERROR) {
            // The other side is well, and says that the request was wrong.
            operation.fail(Integer.toString(status), Outcome.OK);
        }
    }

    /** Has the end of a future told, without its carrying the context that it would hand to a callback of the application's. */
    public static void whenComplete(CompletionStage<?> future, BiConsumer<Object, Throwable> end) {
        Cursor cursor = Cursor.get();
        cursor.suppress();
        try {
            var unused = future.whenComplete(end);
        } finally {
            cursor.unsuppress();
        }
    }
}
