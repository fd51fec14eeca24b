// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import dev.foreshock.api.Outcome;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Tells from what a client threw who is to blame. Never throws. */
public final class ClientFailure {
    private static final int MAX_CAUSES = 8;

    private ClientFailure() {}

    /** Out of the envelopes that futures put it in. */
    static @Nullable Throwable causeOf(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_CAUSES && cause != null && cause.getCause() != null && isEnvelope(cause); i++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isEnvelope(Throwable thrown) {
        return thrown instanceof CompletionException || thrown instanceof ExecutionException;
    }

    /** Of one exception; its causes are not looked at. */
    public static Outcome outcome(Throwable thrown) {
        if (thrown instanceof CancellationException || thrown instanceof InterruptedException) {
            return Outcome.CANCELLED;
        }
        if (thrown instanceof ConnectException
                || thrown instanceof UnknownHostException
                || thrown instanceof NoRouteToHostException) {
            return Outcome.TIMEOUT;
        }
        for (Class<?> type = thrown.getClass(); type != null && type != Exception.class; type = type.getSuperclass()) {
            String name = type.getSimpleName();
            if (name.contains("Pool") || name.contains("ConnectionRequest")) {
                return Outcome.LOCAL_REJECT;
            }
            if (name.contains("Timeout")) {
                return Outcome.TIMEOUT;
            }
        }
        // Of time that is over the name would have told: somebody interrupts the thread, or aborts the request.
        return thrown instanceof InterruptedIOException || thrown instanceof ClosedByInterruptException
                ? Outcome.CANCELLED
                : Outcome.REMOTE_ERROR;
    }
}
