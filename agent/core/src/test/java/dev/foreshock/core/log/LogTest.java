// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Logger log = Log.of("test");

    @BeforeEach
    void start() {
        Log.redirect(written);
        Log.level("info");
    }

    @AfterEach
    void restore() {
        Log.redirect(new FileOutputStream(FileDescriptor.err));
        Log.level("info");
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writes_what_the_level_lets_by() {
        log.debug("quiet");
        log.info("said {}", 1);
        log.warn("careful", new IllegalStateException("broken"));
        assertEquals("[foreshock] said 1\n[foreshock] WARN careful: java.lang.IllegalStateException: broken\n", text());
        assertFalse(log.isDebugEnabled());
    }

    @Test
    void off_means_off() {
        Log.level("off");
        log.error("nothing");
        assertEquals("", text());
        Log.print("asked for");
        assertEquals("[foreshock] asked for\n", text());
    }

    @Test
    void shows_the_stack_trace_to_those_who_debug() {
        Log.level("debug");
        log.warn("careful", new IllegalStateException("broken"));
        assertTrue(text().contains("\tat dev.foreshock.core.log.LogTest"), text());
    }

    @Test
    void a_line_that_repeats_is_written_once() {
        for (int i = 0; i < 1_000; i++) {
            log.warn("the collector does not answer");
        }
        log.warn("another");
        assertEquals("[foreshock] WARN the collector does not answer\n[foreshock] WARN another\n", text());
    }

    @Test
    void a_line_comes_back_after_a_minute_with_the_number_held_back() {
        RepeatGuard guard = new RepeatGuard();
        assertEquals(0, guard.admit("x", 0));
        assertEquals(-1, guard.admit("x", 30_000_000_000L));
        assertEquals(-1, guard.admit("x", 59_000_000_000L));
        assertEquals(2, guard.admit("x", 61_000_000_000L));
        assertEquals(-1, guard.admit("x", 62_000_000_000L));
        for (int i = 0; i < 1_000; i++) {
            guard.admit("line " + i, 63_000_000_000L);
        }
        assertEquals(0, guard.admit("x", 64_000_000_000L), "64 later lines have pushed it out");
    }

    @Test
    void neither_a_closed_stream_nor_an_argument_that_throws_gets_out() {
        log.warn("value {}", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        });
        Log.redirect(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("closed");
            }
        });
        log.warn("into the void");
        assertTrue(text().startsWith("[foreshock] WARN value"), text());
        assertFalse(text().contains("void"), text());
    }

    /** Stands in for java.util.logging in the SDK and OkHttp. */
    @Test
    void the_sdk_logs_here_too() {
        SdkLogger sdk = SdkLogger.getLogger("io.opentelemetry.sdk");
        sdk.info("starting");
        sdk.fine("detail");
        sdk.warning("slow");
        sdk.log(SdkLevel.SEVERE, "failed {0} of {1}", new Object[] {3, "five"});
        assertEquals("[foreshock] WARN slow\n[foreshock] ERROR failed 3 of five\n", text());
    }
}
