// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.messaging;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/**
 * The sending of one message, or of several in one go: one operation of kind {@link Kind#PUBLISH}. Its context goes into the
 * headers by {@link Recorder#inject}. Where the broker's answer comes later, {@link Operation#detach} takes it off the thread.
 */
public final class SentMessages {
    private SentMessages() {}

    /**
     * Begins a call on the current thread.
     *
     * @param target the broker, with the system's conventional name; {@code null} where that is not known yet
     * @param destination the name of the queue or topic
     * @return {@code null} where nothing is recorded, and inside the same call of another layer
     */
    public static @Nullable Operation begin(@Nullable Target target, String destination) {
        Operation operation = Operation.begin(Kind.PUBLISH);
        if (operation != null) {
            operation.target(target);
            operation.shape(Recorder.instance().message(destination));
        }
        return operation;
    }
}
