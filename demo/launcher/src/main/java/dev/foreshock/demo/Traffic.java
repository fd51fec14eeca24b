// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Visits the shop's pages one after the other, so that the database's count of statements belongs to one request. */
final class Traffic {
    /** The pages that the story is about: the one asks the database for each row, the other Redis. */
    static final List<String> LAZY = List.of("/orders", "/parcels");

    /** The same data, read as it should be. */
    static final List<String> HEALTHY =
            List.of("/orders/joined", "/orders/paged", "/packing", "/orders/7", "/parcels/together");

    private final Shop shop;
    private final Database database;
    private final List<Visit> visits = new ArrayList<>();

    Traffic(Shop shop, Database database) {
        this.shop = shop;
        this.database = database;
    }

    void visitEach(int times) throws IOException, InterruptedException, SQLException {
        for (int round = 0; round < times; round++) {
            for (String path : HEALTHY) {
                visit(path);
            }
            for (String path : LAZY) {
                visit(path);
            }
        }
    }

    List<Visit> visits() {
        return List.copyOf(visits);
    }

    private void visit(String path) throws IOException, InterruptedException, SQLException {
        long before = database.statements();
        long start = System.nanoTime();
        shop.visit(path);
        long nanos = System.nanoTime() - start;
        visits.add(new Visit(path, database.statements() - before, nanos));
    }
}
