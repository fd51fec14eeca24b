// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package shop;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;
import org.hibernate.collection.spi.LazyBag;
import org.springframework.data.repository.core.RepositoryCall;

/** Runs the application's code over libraries that the stack must see through. */
public final class Shop {
    private final OrderRepository.Service service;

    /** {@code driver} stands for the statement that is executed. */
    public Shop(IntConsumer driver) {
        // The interface is package-private, so that the proxy's class is in this package.
        OrderRepository proxied = (OrderRepository) Proxy.newProxyInstance(
                Shop.class.getClassLoader(), new Class<?>[] {OrderRepository.class}, new RepositoryCall(driver));
        service = new OrderRepository.Service(proxied);
    }

    public void loop(int times) {
        service.loop(times);
    }

    public void lambda(List<Integer> ids) {
        service.lambda(ids);
    }

    public void twoPlaces(int times) {
        service.twoPlaces(times);
    }

    public static void touch(LazyBag bag, int times) {
        for (int i = 0; i < times; i++) {
            bag.size(i);
        }
    }
}
