// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.instrumentation.http.OutboundCall;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** One request under way, and the context that it was sent in. */
final class Call {
    private final @Nullable Operation operation;
    final @Nullable Operation context;
    private @Nullable ClientRequest request;

    Call(@Nullable Operation operation, @Nullable Operation context, @Nullable ClientRequest request) {
        this.operation = operation;
        this.context = context;
        this.request = request;
    }

    /** The request has been encoded, or could not be. */
    void encoded(@Nullable Throwable thrown) {
        ClientRequest written = request;
        if (written != null) {
            request = null;
            written.restore();
        }
        if (thrown != null) {
            end(0, thrown);
        }
    }

    /** @param secure the channel, where it has TLS */
    void answered(int status, @Nullable Channel secure) {
        if (operation != null) {
            OutboundCall.peer(operation, secure == null ? null : ChannelCertificate.of(secure));
            OutboundCall.end(operation, status, null);
        }
    }

    void end(int status, @Nullable Throwable thrown) {
        if (operation != null) {
            OutboundCall.end(operation, status, thrown);
        }
    }

    void cancelled() {
        if (operation != null) {
            OutboundCall.cancelled(operation);
        }
    }

    /** The connection is gone. */
    void closed(@Nullable Throwable why) {
        if (operation != null && !operation.isEnded()) {
            if (why == null) {
                operation.fail("connection_closed", Outcome.REMOTE_ERROR);
            }
            OutboundCall.end(operation, 0, why);
        }
    }
}
