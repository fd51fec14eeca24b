// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package org.hibernate.collection.spi;

import java.util.function.IntConsumer;

/** Stands for a collection that loads when it is touched. */
public final class LazyBag {
    private final IntConsumer driver;

    public LazyBag(IntConsumer driver) {
        this.driver = driver;
    }

    public void size(int id) {
        driver.accept(id);
    }
}
