// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** Where the durations of one pool are recorded. Hot: must not allocate, block or throw. For any number of threads. */
public interface PoolMeter {
    /** How long it took until a connection was had. */
    void waited(long nanos);

    /** For how long a connection was borrowed. */
    void used(long nanos);

    /** Nobody got a connection in time. */
    void timedOut();
}
