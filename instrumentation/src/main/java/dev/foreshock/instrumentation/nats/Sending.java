// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Recorder;
import dev.foreshock.instrumentation.messaging.SentMessages;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/** What the advices around the sending of a message have in common. Stateless. */
final class Sending {
    private static final int FIRST_ERROR = 400;

    private Sending() {}

    /**
     * Begins a request, whose sending is still to come.
     *
     * @return {@code null} where nothing is recorded, and within another one
     */
    static @Nullable Operation request(@Nullable String subject) {
        return subject != null && Subjects.isMessage(subject)
                ? SentMessages.begin(KnownServer.UNKNOWN, Subjects.destination(subject))
                : null;
    }

    /** The request that this thread is about to send; {@code null} where it sends a message that nobody answers. */
    static @Nullable Operation open() {
        Cursor cursor = Cursor.peek();
        Operation open = cursor == null || !cursor.isOpen(Kind.PUBLISH) ? null : cursor.current();
        return open != null && open.kind() == Kind.PUBLISH && KnownServer.UNKNOWN.equals(open.target()) ? open : null;
    }

    /**
     * What to send a message with: a copy with the context, since headers may be shared by many messages.
     *
     * @return what was given where nothing is added, as where the server takes no headers or where the message would become
     *     larger than it takes
     */
    static @Nullable Headers withContext(
            Connection connection, Operation operation, @Nullable Headers given, byte @Nullable [] body) {
        ServerInfo server = connection.getServerInfo();
        if (server == null || !server.isHeadersSupported()) {
            return given;
        }
        MessageHeaders headers = new MessageHeaders(given);
        Recorder.instance().inject(operation, headers, headers);
        Headers changed = headers.changed();
        if (changed == null) {
            return given;
        }
        long most = server.getMaxPayload();
        int length = changed.serializedLength() + (body == null ? 0 : body.length);
        return most > 0 && length > most ? given : changed;
    }

    /** A request was answered: perhaps by the server, that there is nobody who would. */
    static void answered(Operation operation, @Nullable Object answer) {
        if (answer instanceof Message message && message.isStatusMessage()) {
            int code = message.getStatus().getCode();
            if (code >= FIRST_ERROR) {
                operation.fail(Integer.toString(code), Outcome.REMOTE_ERROR);
            }
        }
        operation.end(null);
    }
}
