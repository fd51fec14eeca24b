// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.core.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds the page of settings to the code. {@code -Dforeshock.pages=write} writes it anew. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("../../docs/settings.md");

    @Test
    void the_page_shows_every_setting_as_it_is() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("foreshock.pages"))) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "run the build with -Dforeshock.pages=write to write the page anew");
    }

    @Test
    void every_setting_has_a_name_of_its_own_and_a_meaning() {
        Set<String> names = new HashSet<>();
        for (Setting<?> setting : AllSettings.list()) {
            assertTrue(names.add(setting.name()), setting.name());
            assertTrue(setting.name().startsWith("FORESHOCK_") || setting.name().startsWith("OTEL_"), setting.name());
            assertTrue(setting.meaning().endsWith("."), setting.name());
        }
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Settings

                Environment variables. The system property of a name is in lower case with dots for underscores, and wins over
                the variable. A value that cannot be read is reported once, in one line that names it, and the default stands.

                `FORESHOCK_CONFIG_FILE` names a file with lines `NAME=value` (Java properties, UTF-8, 64 kB at most; the names of variables or
                of properties) for the settings marked with ●. It is looked at once a second from the first request on, and read when
                it has changed; no restart is needed. The file overrules properties and variables; what is taken out of it is again as
                it was at the start. A value that cannot be read is named in one line and ignored, and so is a file that is missing
                or cannot be read: what stood stands. The file should be on a local disk.

                This page is written by a test from the settings that the code knows.
                """);
        String group = "";
        for (Setting<?> setting : AllSettings.list()) {
            if (!setting.group().equals(group)) {
                group = setting.group();
                page.append("\n## ")
                        .append(group)
                        .append("\n\n| variable | default | value | meaning |\n|---|---|---|---|\n");
            }
            String otherwise = otherwise(setting);
            page.append("| `").append(setting.name()).append(setting.isChangeable() ? "` ● | " : "` | ");
            page.append(otherwise.isEmpty() ? "" : "`" + otherwise + "`").append(" | ");
            page.append(cell(setting.expected()))
                    .append(" | ")
                    .append(cell(setting.meaning()))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static <T> String otherwise(Setting<T> setting) {
        return setting.show(setting.otherwise());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;");
    }
}
