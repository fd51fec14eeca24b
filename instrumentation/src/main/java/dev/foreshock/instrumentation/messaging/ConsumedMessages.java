// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.messaging;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Links;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The consumption of a message, or of a batch, as a unit of work of the thread that begins it. Its name is {@code process} and the
 * destination. {@link Operation#end} ends it; in a loop that nobody delimits {@link PollLoop} does.
 */
public final class ConsumedMessages {
    private static final double MILLIS_PER_SECOND = 1e3;

    private ConsumedMessages() {}

    /**
     * One message: its unit is a part of the trace that its producer is in.
     *
     * @param target the broker, with the system's conventional name
     * @param destination where the message was taken from
     * @param headers looks up a header by its lower-case name, or answers {@code null}
     * @return {@code null} where nothing is recorded, and inside another unit of work
     */
    public static @Nullable Operation begin(
            Target target, String destination, Function<String, @Nullable String> headers) {
        return described(Recorder.instance().beginUnit(Kind.MESSAGE, headers), target, destination);
    }

    /**
     * A batch: a trace of its own, linked to the producer of each message.
     *
     * @param links one for each message that carries a context, see {@link Recorder#link}
     * @param count how many messages there are
     * @return as {@link #begin(Target, String, Function)} does
     */
    public static @Nullable Operation begin(Target target, String destination, Links links, int count) {
        Operation root = described(Recorder.instance().beginUnit(Kind.MESSAGE, links), target, destination);
        if (root != null) {
            root.batchSize(count);
        }
        return root;
    }

    private static @Nullable Operation described(@Nullable Operation root, Target target, String destination) {
        if (root != null) {
            root.target(target);
            root.unit().method("process");
            root.unit().route(Recorder.instance().message(destination).collection());
        }
        return root;
    }

    /**
     * How long the message waited; of a batch, the oldest one.
     *
     * @param sentMillis milliseconds since 1970 by the clock of its sender or broker; 0 or less where unknown. The two clocks may
     *     differ: an age below zero is none.
     */
    public static void sentAt(Operation root, long sentMillis) {
        if (sentMillis > 0) {
            root.attribute(
                    "foreshock.message.age", Math.max(0, System.currentTimeMillis() - sentMillis) / MILLIS_PER_SECOND);
        }
    }

    /** Which delivery of the message this is: 1 is the first and says nothing. Where a broker only says "again", 2. */
    public static void delivery(Operation root, int number) {
        if (number > 1) {
            root.attribute("foreshock.message.delivery_count", (long) number);
        }
    }

    /**
     * What the consumer tells the broker of the message while it serves it: the first word counts.
     *
     * @param how {@code ack}, {@code reject} (for good) or {@code requeue}
     */
    public static void settled(@Nullable Operation root, String how) {
        if (root != null && !root.isEnded() && root.attribute("foreshock.message.settlement") == null) {
            root.attribute("foreshock.message.settlement", how);
        }
    }
}
