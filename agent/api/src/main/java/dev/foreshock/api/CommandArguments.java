// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command to a key-value store, as its client holds them; the command's own name is none of them. Read at
 * once and not kept.
 */
public interface CommandArguments {
    int count();

    /** The argument at this position, from 0; {@code null} where it cannot be told without effort. */
    @Nullable
    String text(int index);

    /** The first key, which stands at this position unless the client knows better. */
    default @Nullable String key(int index) {
        return text(index);
    }

    /** Whether the command waits at the server for as long as {@code BLOCK} says. */
    default boolean isBlocking() {
        for (int i = 0; i < count(); i++) {
            if ("BLOCK".equalsIgnoreCase(text(i))) {
                return true;
            }
        }
        return false;
    }
}
