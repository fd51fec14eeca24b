// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void counts_have_separators() {
        assertEquals("0", Figures.count(0));
        assertEquals("999", Figures.count(999));
        assertEquals("2,000", Figures.count(2_000));
        assertEquals("1,234,567", Figures.count(1_234_567));
        assertEquals("-100", Figures.count(-100));
        assertEquals("-1,000", Figures.count(-1_000));
    }

    @Test
    void times_are_short() {
        assertEquals("0 µs", Figures.time(-1));
        assertEquals("850 µs", Figures.time(850_000));
        assertEquals("1.5 ms", Figures.time(1_500_000));
        assertEquals("12 ms", Figures.time(12_300_000));
        assertEquals("1 s", Figures.time(999_600_000));
        assertEquals("4.8 s", Figures.time(4_800_000_000L));
        assertEquals("1 min", Figures.time(59_990_000_000L));
        assertEquals("3 min 20 s", Figures.time(200_000_000_000L));
        assertEquals("2 h 5 min", Figures.time(7_500_000_000_000L));
    }

    @Test
    void parents_have_about_as_many_rows_as_there_are_calls() {
        assertEquals(true, Parents.isParent(8, 10, false));
        assertEquals(true, Parents.isParent(12, 10, false));
        assertEquals(false, Parents.isParent(7, 10, false));
        assertEquals(false, Parents.isParent(13, 10, false));
        assertEquals(true, Parents.isParent(13, 10, true));
        assertEquals(true, Parents.isParent(50, 100, false));
        assertEquals(true, Parents.isParent(25, 200, false));
        assertEquals(false, Parents.isParent(40, 100, false));
        assertEquals(false, Parents.isParent(10, 1_000, true));
        assertEquals(false, Parents.isParent(1, 1, false));
    }
}
