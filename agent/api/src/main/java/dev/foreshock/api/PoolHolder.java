// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * Who has borrowed one connection of a pool.
 *
 * @param thread the name of the thread that borrowed it
 * @param threadId its identifier
 * @param sinceNanos {@link System#nanoTime} when it was borrowed
 * @param unit the unit of work that borrowed it; {@code null} outside any, and about a second after it has ended
 * @param unitName the unit's name, as far as it is known; {@code null} outside any
 * @param unitEndNanos {@link System#nanoTime} when the unit ended, 0 while it is under way
 * @param callSite where in the application's code, as far as that was looked at
 */
public record PoolHolder(
        String thread,
        long threadId,
        long sinceNanos,
        @Nullable LocalTrace unit,
        @Nullable String unitName,
        long unitEndNanos,
        @Nullable CallSite callSite) {}
