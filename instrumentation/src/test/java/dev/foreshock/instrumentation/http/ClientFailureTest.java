// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.api.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ClientFailureTest {
    private static final class ConnectionPoolTimeoutException extends InterruptedIOException {
        private static final long serialVersionUID = 1;
    }

    private static void assertOutcome(Outcome outcome, Throwable... thrown) {
        for (Throwable one : List.of(thrown)) {
            assertEquals(outcome, ClientFailure.outcome(one), one::toString);
        }
    }

    @Test
    void who_gives_up_has_refused_nothing() {
        assertOutcome(
                Outcome.CANCELLED,
                new CancellationException(),
                new InterruptedException(),
                new InterruptedIOException("interrupted"),
                new ClosedByInterruptException());
    }

    @Test
    void nobody_answered_in_time() {
        assertOutcome(
                Outcome.TIMEOUT,
                new SocketTimeoutException("Read timed out"),
                new HttpTimeoutException("request timed out"),
                new ConnectException("refused"));
    }

    @Test
    void a_full_pool_is_no_failure_of_the_other_side() {
        assertOutcome(Outcome.LOCAL_REJECT, new ConnectionPoolTimeoutException());
    }

    @Test
    void everything_else_is() {
        assertOutcome(Outcome.REMOTE_ERROR, new IOException("connection reset"));
    }
}
