// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** Where what is told of one cache is recorded. Any number of threads. */
public interface CacheMeter {
    /** So many more look-ups. */
    void read(long hits, long misses);

    /** A value was made for the cache, or could not be. */
    void loaded(long nanos);
}
