// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LinksTest {
    private final Links links = new Links();

    @Test
    void keeps_the_first_and_counts_the_rest() {
        for (int i = 1; i <= Links.MAX + 50; i++) {
            links.add(new Link(1, 2, i, 1));
        }
        assertEquals(Links.MAX, links.size());
        assertEquals(Links.MAX + 50, links.total());
        assertEquals(1, links.get(0).spanId());
        assertEquals(Links.MAX, links.get(Links.MAX - 1).spanId());
        assertThrows(IndexOutOfBoundsException.class, () -> links.get(Links.MAX));
    }

    @Test
    void takes_nothing_that_leads_nowhere() {
        links.add(null);
        links.add(new Link(0, 0, 1, 1));
        links.add(new Link(1, 1, 0, 1));
        assertEquals(0, links.total());
        links.add(new Link(0, 1, 1, 0));
        assertEquals(1, links.total(), "64-bit trace ids of Zipkin");
    }

    @Test
    void count_in_what_a_unit_weighs() {
        LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.MESSAGE, 3, 0, 0);
        assertEquals(1, unit.weight());
        Operation operation = new Operation(unit, unit.root(), Kind.INTERNAL, 4, 1);
        for (int i = 1; i <= 40; i++) {
            unit.root().link(new Link(1, 2, i, 1));
            operation.link(new Link(1, 2, i, 1));
        }
        assertEquals(10, unit.weight());
        operation.close(2);
        unit.add(operation, true);
        assertEquals(1 + 10 + 10, unit.weight());
    }
}
