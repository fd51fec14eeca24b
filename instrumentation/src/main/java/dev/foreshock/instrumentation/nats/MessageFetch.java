// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.instrumentation.messaging.PollLoop;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The application asks for several messages at once, which the client takes out of the subscription one after the other. */
@Instrument(
        name = "nats",
        library = "NATS client",
        types = {"io.nats.client.impl.NatsJetStreamSubscription", "io.nats.client.impl.NatsJetStreamPullSubscription"},
        methods = {"fetch", "drainAlreadyBuffered"})
public final class MessageFetch {
    /** The thread takes messages out of the subscription that are not to be served one by one. */
    enum Fetching {
        YES
    }

    private MessageFetch() {}

    /** The subscription, where it is not being fetched from already. */
    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) Object subscription) {
        Cursor cursor = Cursor.get();
        if (cursor.recent(subscription, Fetching.class) != null) {
            return null;
        }
        PollLoop.next(subscription);
        cursor.remember(subscription, Fetching.YES);
        return subscription;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object fetched, @Advice.Return(typing = DYNAMIC) @Nullable Object answer) {
        if (fetched != null) {
            Cursor.get().forget(fetched);
            if (answer instanceof List<?> messages && PollLoop.begins()) {
                PollLoop.begun(Delivery.begin(messages), fetched);
            }
        }
    }
}
