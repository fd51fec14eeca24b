// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package shop;

import java.util.List;

/** An application's repository: what a proxy stands before. */
interface OrderRepository {
    void load(int id);

    /** An application's service: the place that a finding should name. */
    final class Service {
        private final OrderRepository repository;

        Service(OrderRepository repository) {
            this.repository = repository;
        }

        void loop(int times) {
            for (int i = 0; i < times; i++) {
                repository.load(i);
            }
        }

        void lambda(List<Integer> ids) {
            ids.forEach(id -> repository.load(id));
        }

        void twoPlaces(int times) {
            for (int i = 0; i < times; i++) {
                if (i < 5) {
                    repository.load(i);
                } else {
                    repository.load(-i);
                }
            }
        }
    }
}
