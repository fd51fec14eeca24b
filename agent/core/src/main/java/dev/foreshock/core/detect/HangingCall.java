// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/** One sort of call that hangs, or has. Used by the clock thread alone. */
final class HangingCall {
    /** Five minutes. */
    private static final int CLEAR_TICKS = 30;

    private @Nullable Operation latest;
    private boolean failed;
    private int quietTicks;

    /** It hangs in this tick; {@code oldest} is one of the calls. */
    void hangs(Operation oldest) {
        latest = oldest;
        failed = false;
        quietTicks = 0;
    }

    /** No such call hangs in this tick. Answers whether that will last. */
    boolean isOver() {
        Operation ended = latest;
        if (ended != null) {
            failed = ended.isEnded() && ended.isFailed() && !ended.isOwnFault();
            // It keeps its whole unit alive.
            latest = null;
        }
        return !failed || ++quietTicks >= CLEAR_TICKS;
    }
}
