// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AssociationsTest {

    @Test
    void keeps_one_value_per_object_and_type() {
        String key = new String("connection");
        Associations.put(key, "name");
        Associations.put(key, 5);
        assertEquals("name", Associations.get(key, String.class));
        assertEquals(5, Associations.get(key, Integer.class));
        assertNull(Associations.get(new String("connection"), String.class), "compared by identity");
        assertEquals("name", Associations.remove(key, String.class));
        assertNull(Associations.get(key, String.class));
        assertEquals(5, Associations.get(key, Integer.class));
    }

    @Test
    void lets_go_of_objects_that_nobody_else_holds() {
        int before = Associations.size();
        for (int i = 0; i < 10_000; i++) {
            Associations.put(new Object(), i);
        }
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (Associations.size() > before + 100 && Instant.now().isBefore(deadline)) {
            System.gc();
        }
        assertTrue(Associations.size() <= before + 100, () -> Associations.size() + " entries are left");
    }
}
