// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void aStarStandsForAnyNumberOfCharacters() {
        assertTrue(Glob.matches("GET /reports/*", "GET /reports/"));
        assertTrue(Glob.matches("*/health", "GET /actuator/health"));
        assertTrue(Glob.matches("a*b*c", "aXbYbZc"));
        assertFalse(Glob.matches("GET /reports", "GET /reports/1"));
        assertFalse(Glob.matches("a*b", "ab "));
    }

    @Property
    void agreesWithARegularExpression(
            @ForAll @StringLength(max = 8) @Chars({'a', 'b', '*'}) String glob,
            @ForAll @StringLength(max = 12) @Chars({'a', 'b'}) String text) {
        assertEquals(Pattern.matches(glob.replace("*", ".*"), text), Glob.matches(glob, text));
    }
}
