// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.httpserver;

import dev.foreshock.api.Associations;
import dev.foreshock.instrumentation.http.RequestUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How far one exchange of the JDK's server has come. It is over when its handler has returned and its response is written,
 * in whichever order and on whichever threads: a handler may hand the exchange to another thread and return at once.
 */
final class ExchangeState {
    private static final int LEFT = 1;
    private static final int WRITTEN = 2;
    private static final int OVER = LEFT | WRITTEN;

    private final AtomicInteger progress = new AtomicInteger();
    private volatile @Nullable RequestUnit unit;
    private volatile int status;

    /** Begins the unit of work; answers false where it has begun already, as in a chain of filters. */
    boolean begin(ExchangeRequest request) {
        if (unit != null) {
            return false;
        }
        unit = RequestUnit.begin(request);
        return unit != null;
    }

    /** The handler has returned. {@code thrown} is what it threw; the server then drops the connection without an answer. */
    void left(@Nullable Throwable thrown) {
        RequestUnit begun = unit;
        if (begun == null) {
            return;
        }
        if (thrown != null) {
            begun.end(status, thrown);
        } else {
            advance(LEFT);
        }
        begun.leave(null);
    }

    void status(int sent) {
        status = sent;
    }

    void written() {
        advance(WRITTEN);
    }

    private void advance(int step) {
        RequestUnit begun = unit;
        if (progress.accumulateAndGet(step, ExchangeState::or) == OVER && begun != null) {
            begun.end(status, null);
        }
    }

    private static int or(int one, int other) {
        return one | other;
    }

    /** Of the server's own record of an exchange, which every part of it knows. */
    static @Nullable ExchangeState of(@Nullable Object exchange) {
        return exchange == null ? null : Associations.get(exchange, ExchangeState.class);
    }
}
