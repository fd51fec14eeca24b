// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

/**
 * The value of a setting that may change while the process runs. Asking is one volatile read; safe for use by any thread.
 *
 * @param <T> the type of the value
 */
public final class Live<T> {
    private volatile T value;

    Live(T value) {
        this.value = value;
    }

    public T get() {
        return value;
    }

    void set(T other) {
        value = other;
    }
}
