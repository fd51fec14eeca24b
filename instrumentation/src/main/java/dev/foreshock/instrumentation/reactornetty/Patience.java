// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.reactornetty;

import java.util.stream.Stream;

/**
 * Tells why a subscription is being cancelled: operators whose time is over cancel as anybody else does, and only the stack
 * shows it. Looked at only where a call is cancelled before it was answered.
 */
final class Patience {
    private static final int MAX_FRAMES = 48;
    private static final String TIMEOUT_OPERATOR = "reactor.core.publisher.FluxTimeout$";
    private static final String BLOCKING = "reactor.core.publisher.Blocking";

    private Patience() {}

    static boolean isOver() {
        return StackWalker.getInstance().walk(Patience::isOver);
    }

    private static boolean isOver(Stream<StackWalker.StackFrame> frames) {
        return frames.limit(MAX_FRAMES).anyMatch(Patience::gaveUp);
    }

    private static boolean gaveUp(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        if (type.startsWith(TIMEOUT_OPERATOR)) {
            return frame.getMethodName().equals("doTimeout");
        }
        // block() without a limit is only ever interrupted.
        return type.startsWith(BLOCKING)
                && frame.getMethodName().equals("blockingGet")
                && !frame.getDescriptor().startsWith("()");
    }
}
