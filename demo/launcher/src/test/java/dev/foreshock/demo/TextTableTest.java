// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertEquals(
                List.of(
                        "page      statements", //
                        "--------------------",
                        "/orders        2,001",
                        "/x                 1"),
                new TextTable()
                        .row("page", "statements")
                        .row("/orders", "2,001")
                        .row("/x", "1")
                        .lines());
    }
}
