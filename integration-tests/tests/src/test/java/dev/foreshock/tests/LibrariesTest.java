// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.Libraries;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibrariesTest {
    @Test
    void twoVersionsOfOneDriverAreTwoClassPaths() {
        assertEquals("postgresql-42.2.29.jar", fileName("postgresql", "floor"));
        assertTrue(fileName("postgresql", "latest").startsWith("postgresql-42.7."), fileName("postgresql", "latest"));
    }

    @Test
    void aLibraryBringsWhatItNeeds() {
        List<String> jars = Libraries.of("hikaricp", "latest").stream()
                .map(jar -> jar.getFileName().toString())
                .toList();
        assertTrue(jars.stream().anyMatch(jar -> jar.startsWith("slf4j-api-")), jars.toString());
        assertTrue(Libraries.of("hikaricp", "latest").stream().allMatch(Files::isRegularFile));
    }

    @Test
    void aLibraryThatIsNotListedIsNamed() {
        Exception unknown = assertThrows(IllegalArgumentException.class, () -> Libraries.of("oracle", "latest"));
        assertTrue(unknown.getMessage().startsWith("oracle/latest is not in libraries.txt"), unknown.getMessage());
    }

    private static String fileName(String name, String version) {
        return Libraries.of(name, version).get(0).getFileName().toString();
    }
}
