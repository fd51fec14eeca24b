// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {
    private static final Setting<Integer> COUNT =
            Setting.number("test", "FORESHOCK_TEST_COUNT", 5, "A number.").changeable();
    private static final Setting<Overrides<Integer>> COUNT_OVERRIDES =
            Setting.overrides(COUNT, "A number here and there.").changeable();
    private static final Setting<Long> WAIT_MS = Setting.duration(
                    "test", "FORESHOCK_TEST_WAIT_MS", 100_000_000L, "A time.")
            .changeable();
    private static final Setting<Integer> SIZE = Setting.number("test", "FORESHOCK_TEST_SIZE", 7, "A size.");

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Settings settings = Settings.of(variables::get, properties::get, complaints::add);
    private int changes;

    @TempDir
    Path directory;

    private WatchedFile watched() {
        return new WatchedFile(
                file().toString(),
                settings,
                List.of(COUNT, COUNT_OVERRIDES, WAIT_MS, SIZE),
                said::add,
                complaints::add);
    }

    private Path file() {
        return directory.resolve("foreshock.properties");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
        // Two writes may fall into one tick of the file system's clock.
        Files.setLastModifiedTime(file(), FileTime.fromMillis(1_700_000_000_000L + 1_000 * changes++));
    }

    @Test
    void is_read_at_once_and_again_when_it_has_changed_and_rests() throws IOException {
        write("FORESHOCK_TEST_COUNT=6\n# a comment\nforeshock.test.wait.ms = 250\n");
        WatchedFile watched = watched();
        Live<Integer> count = settings.live(COUNT);
        assertEquals(5, count.get());
        watched.run();
        assertEquals(6, count.get());
        assertEquals(250_000_000L, settings.get(WAIT_MS));
        assertEquals(List.of("foreshock.properties: FORESHOCK_TEST_COUNT=6, FORESHOCK_TEST_WAIT_MS=250"), said);
        write("FORESHOCK_TEST_COUNT=7\n");
        watched.run();
        assertEquals(6, count.get(), "it may not be written to its end yet");
        watched.run();
        assertEquals(7, count.get());
        assertEquals(100_000_000L, settings.get(WAIT_MS), "what it does not name any longer is as at the start");
        watched.run();
        assertEquals(2, said.size());
        assertEquals(List.of(), complaints);
    }

    @Test
    void overrules_property_and_variable_and_they_come_back() throws IOException {
        variables.put(COUNT.name(), "8");
        properties.put(COUNT.property(), "9");
        write("FORESHOCK_TEST_COUNT=10");
        WatchedFile watched = watched();
        assertEquals(9, settings.get(COUNT));
        watched.run();
        assertEquals(10, settings.get(COUNT));
        write("");
        watched.run();
        watched.run();
        assertEquals(9, settings.get(COUNT));
    }

    @Test
    void overrides_change_too() throws IOException {
        write("FORESHOCK_TEST_COUNT_OVERRIDES=GET /reports/*=50,GET /orders=3");
        Live<Overrides<Integer>> overrides = settings.live(COUNT_OVERRIDES);
        watched().run();
        assertEquals(50, overrides.get().get("GET /reports/7", 5));
        assertEquals(5, overrides.get().get("GET /carts", 5));
    }

    @Test
    void a_wrong_value_is_named_in_one_line_and_ignored_and_the_others_hold() throws IOException {
        write("FORESHOCK_TEST_COUNT=6");
        WatchedFile watched = watched();
        watched.run();
        write("FORESHOCK_TEST_COUNT=many\nFORESHOCK_TEST_WAIT_MS=300");
        for (int i = 0; i < 5; i++) {
            watched.run();
        }
        assertEquals(6, settings.get(COUNT));
        assertEquals(300_000_000L, settings.get(WAIT_MS));
        assertEquals(
                List.of(
                        "foreshock.properties: FORESHOCK_TEST_COUNT=many is not a whole number, 0 or more; it stays at 6"),
                complaints);
    }

    @Test
    void names_that_are_none_and_settings_that_cannot_change_are_named() throws IOException {
        write("FORESHOCK_TEST_COUMT=6\nFORESHOCK_TEST_SIZE=9");
        watched().run();
        assertEquals(7, settings.get(SIZE));
        assertEquals(
                List.of(
                        "foreshock.properties: FORESHOCK_TEST_SIZE cannot change while the process runs",
                        "foreshock.properties: FORESHOCK_TEST_COUMT is no setting of Foreshock; did you mean"
                                + " FORESHOCK_TEST_COUNT?"),
                complaints);
    }

    @Test
    void a_file_that_vanishes_changes_nothing_and_is_read_when_it_is_back() throws IOException {
        write("FORESHOCK_TEST_COUNT=6");
        WatchedFile watched = watched();
        watched.run();
        Files.delete(file());
        watched.run();
        watched.run();
        assertEquals(6, settings.get(COUNT));
        assertEquals(1, complaints.size());
        assertTrue(complaints.get(0).endsWith(" is not there; the settings stay as they are"), complaints.get(0));
        write("FORESHOCK_TEST_COUNT=4");
        watched.run();
        watched.run();
        assertEquals(4, settings.get(COUNT));
    }

    @Test
    void what_cannot_be_read_changes_nothing_and_is_named_once() throws IOException {
        write("FORESHOCK_TEST_COUNT=6");
        WatchedFile watched = watched();
        watched.run();
        write("FORESHOCK_TEST_COUNT=\\u00zz");
        for (int i = 0; i < 3; i++) {
            watched.run();
        }
        write("FORESHOCK_TEST_COUNT=1\n# " + "x".repeat(70_000));
        for (int i = 0; i < 3; i++) {
            watched.run();
        }
        assertEquals(6, settings.get(COUNT));
        assertEquals(2, complaints.size(), complaints::toString);
        assertTrue(complaints.get(0).contains(" cannot be read (IllegalArgumentException)"), complaints.get(0));
    }
}
