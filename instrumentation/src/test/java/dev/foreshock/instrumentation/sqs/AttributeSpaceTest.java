// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeSpaceTest {
    @Test
    void counts_as_UTF_8_does() {
        for (String text : new String[] {"", "order", "Größe", "ßßß", "€ 4,99", "漢字", "a😀b"}) {
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, AttributeSpace.bytes(text), text);
        }
        assertEquals(0, AttributeSpace.bytes(null));
    }

    @Test
    void grows_to_the_limit_and_not_beyond() {
        AttributeSpace space = new AttributeSpace();
        space.add("x".repeat(200_000), Map.of());
        assertFalse(space.take((256 << 10) - 200_000 + 1));
        assertTrue(space.take((256 << 10) - 200_000));
        assertFalse(space.take(1));
    }

    @Test
    void knows_the_greater_limit_of_those_who_are_above_the_smaller_one() {
        AttributeSpace space = new AttributeSpace();
        space.add("x".repeat(300_000), Map.of());
        assertTrue(space.take(100));
        space.add("x".repeat((1 << 20) - 300_100), Map.of());
        assertFalse(space.take(1));
    }
}
