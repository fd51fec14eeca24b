// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** What a pool says of itself at one moment. A number that it does not tell is {@link #UNKNOWN}. */
public final class PoolNumbers {
    public static final int UNKNOWN = -1;

    /** Connections that are borrowed. */
    public int used = UNKNOWN;

    /** Connections that wait to be borrowed. */
    public int idle = UNKNOWN;

    /** Threads that wait for a connection. */
    public int pending = UNKNOWN;

    /** How many connections there may be; negative where there is no limit. */
    public int max = UNKNOWN;

    /** How many idle connections the pool keeps at most; negative where there is no limit. */
    public int idleMax = UNKNOWN;

    /** How many idle connections the pool tries to keep. */
    public int idleMin = UNKNOWN;

    /** Whether the pool has been closed: nothing of it is reported any more. */
    public boolean closed;
}
