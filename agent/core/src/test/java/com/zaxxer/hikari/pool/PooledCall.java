// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.zaxxer.hikari.pool;

import java.util.function.IntConsumer;

/** Stands for a pool's wrapper around a statement. */
public final class PooledCall {
    private PooledCall() {}

    public static void run(IntConsumer driver, int id) {
        driver.accept(id);
    }
}
