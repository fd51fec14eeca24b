// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package org.springframework.data.repository.core;

import com.zaxxer.hikari.pool.PooledCall;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.function.IntConsumer;

/** Stands for what lies between a repository's proxy and the pool. */
public final class RepositoryCall implements InvocationHandler {
    private final IntConsumer driver;

    public RepositoryCall(IntConsumer driver) {
        this.driver = driver;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        PooledCall.run(driver, (Integer) arguments[0]);
        return null;
    }
}
