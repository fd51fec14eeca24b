// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call by a client that makes them on threads of its own: the first is begun on the application's thread, the
 * others are its siblings, wherever they begin. None of them stays on a thread.
 *
 * <p>Kept with an object that all attempts of a call share. Attempts follow one another, as the client's own hand-over orders
 * them.
 */
public final class AttemptChain {
    private final @Nullable DatabaseRequest database;
    private volatile @Nullable Operation latest;
    private int begun;

    public AttemptChain() {
        this(null);
    }

    /** Of a call that may be one of a database's client: {@code database} is what this thread was about to send then. */
    public AttemptChain(@Nullable DatabaseRequest database) {
        this.database = database;
    }

    /** Begins the next attempt; one that has not ended has failed for a reason nobody saw. {@code null} where nothing is recorded. */
    public @Nullable Operation begin(OutboundRequest request) {
        Operation operation = prepare(request);
        if (operation != null) {
            OutboundCall.send(operation, request);
        }
        return operation;
    }

    /** As {@link #begin}, with headers that may still change: {@link OutboundCall#send} follows. */
    public @Nullable Operation prepare(OutboundRequest request) {
        Operation before = latest;
        int resends = begun++;
        if (resends == 0) {
            latest = detached(OutboundCall.prepare(request, 0, database));
            return latest;
        }
        if (before == null) {
            return null;
        }
        if (!before.isEnded()) {
            before.fail("_OTHER", Outcome.REMOTE_ERROR);
            before.end(null);
        }
        Cursor cursor = Cursor.get();
        Cursor.Resumption interrupted = cursor.attach(before.parent());
        try {
            latest = detached(OutboundCall.prepare(request, resends, database));
        } finally {
            cursor.restore(interrupted);
        }
        return latest;
    }

    private static @Nullable Operation detached(@Nullable Operation operation) {
        if (operation != null) {
            OutboundCall.detach(operation);
        }
        return operation;
    }

    /** The attempt begun last. */
    public @Nullable Operation latest() {
        return latest;
    }
}
