// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** What sort of call an operation is. The first four begin a unit of work, the others happen within one. */
public enum Kind {
    /** An inbound HTTP or RPC request. */
    REQUEST(true),
    /** A consumed message, or a batch of them. */
    MESSAGE(true),
    /** One run of a scheduled job, or one invocation of a function. */
    JOB(true),
    /** What a thread outside any request does until it has been idle for a second. */
    BACKGROUND(true),
    /** One execution of a database statement or command. */
    DATABASE(false),
    /** The opening of a physical connection. */
    CONNECT(false),
    /** An outbound HTTP request: one attempt on the wire. */
    HTTP(false),
    /** An outbound RPC. */
    RPC(false),
    /** A cache or key-value command. */
    CACHE(false),
    /** The sending of a message. */
    PUBLISH(false),
    /** Work inside the process that is worth a span of its own. */
    INTERNAL(false);

    private final boolean unit;

    Kind(boolean unit) {
        this.unit = unit;
    }

    /** Whether an operation of this kind is the root of a unit of work. */
    public boolean isUnit() {
        return unit;
    }

    /** Whether the call leaves the process and is answered by a dependency. */
    public boolean isCall() {
        return !unit && this != INTERNAL;
    }
}
