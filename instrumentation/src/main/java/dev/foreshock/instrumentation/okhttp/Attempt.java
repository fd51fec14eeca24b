// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.okhttp;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.instrumentation.http.Attempts;
import dev.foreshock.instrumentation.http.OutboundCall;
import dev.foreshock.instrumentation.http.PeerCertificate;
import java.io.IOException;
import java.security.cert.Certificate;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One attempt under way, on the thread that makes it from its beginning to the head of the response. The codec knows nothing
 * of the call that it writes for, so that the thread's innermost attempt is the one that it belongs to.
 */
final class Attempt {
    private final Call call;
    private final @Nullable Operation operation;
    private final @Nullable Attempt outer;

    private Attempt(Call call, @Nullable Operation operation, @Nullable Attempt outer) {
        this.call = call;
        this.operation = operation;
        this.outer = outer;
    }

    static @Nullable Attempt begin(Interceptor.Chain chain) {
        Cursor cursor = Cursor.get();
        Attempt outer = cursor.recent(Attempt.class, Attempt.class);
        Call call = chain.call();
        Operation operation = OutboundCall.prepare(new ClientRequest(chain.request()), Attempts.next(call));
        if (operation == null && outer == null) {
            return null;
        }
        if (operation != null) {
            OutboundCall.timeouts(operation, chain.connectTimeoutMillis(), responseMillis(chain, call));
        }
        Attempt attempt = new Attempt(call, operation, outer);
        cursor.remember(Attempt.class, attempt);
        return attempt;
    }

    /** The shorter one of what a read may take and what the whole call may. */
    private static long responseMillis(Interceptor.Chain chain, Call call) {
        long read = chain.readTimeoutMillis();
        long whole = TimeUnit.NANOSECONDS.toMillis(call.timeout().timeoutNanos());
        return read == 0 || (whole > 0 && whole < read) ? whole : read;
    }

    static @Nullable Attempt current() {
        return Cursor.get().recent(Attempt.class, Attempt.class);
    }

    /** The request as the codec is to write it; {@code null} where it stays as it is. */
    @Nullable
    Request withContext(Request request) {
        if (operation == null || operation.isEnded()) {
            return null;
        }
        ClientRequest outbound = new ClientRequest(request);
        OutboundCall.send(operation, outbound);
        return outbound.changed();
    }

    void answered(Response response) {
        if (operation == null || operation.isEnded()) {
            return;
        }
        Handshake handshake = response.handshake();
        if (handshake != null) {
            PeerCertificate known = PeerCertificate.known(handshake);
            OutboundCall.peer(
                    operation,
                    known != null
                            ? known
                            : PeerCertificate.remember(
                                    handshake, handshake.peerCertificates().toArray(new Certificate[0])));
        }
        OutboundCall.retryAfter(operation, response.code(), name -> response.header(name));
        OutboundCall.end(operation, response.code(), null);
    }

    void over(@Nullable Throwable thrown) {
        Cursor cursor = Cursor.get();
        if (outer == null) {
            cursor.forget(Attempt.class);
        } else {
            cursor.remember(Attempt.class, outer);
        }
        if (operation == null || operation.isEnded()) {
            return;
        }
        if (thrown == null || !call.isCanceled()) {
            OutboundCall.end(operation, 0, cause(thrown));
        } else if (Associations.get(call.timeout(), CallTimeout.Over.class) == null) {
            OutboundCall.cancelled(operation);
        } else {
            // The call is cancelled when its time is over, and fails with whatever the closed socket makes of that.
            operation.fail("timeout", Outcome.TIMEOUT);
            OutboundCall.end(operation, 0, thrown);
        }
    }

    /** Until OkHttp 5 an address that could not be connected is wrapped for the loop that tries the next one. */
    private static @Nullable Throwable cause(@Nullable Throwable thrown) {
        return thrown instanceof RuntimeException && thrown.getCause() instanceof IOException cause ? cause : thrown;
    }
}
