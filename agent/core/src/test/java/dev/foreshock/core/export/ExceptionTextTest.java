// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ExceptionTextTest {
    private final ExceptionText redacted = new ExceptionText("redacted");

    @Test
    void wordsStayAndValuesGo() {
        assertEquals("For input string: ?", ExceptionText.redact("For input string: \"abc def\""));
        assertEquals("Index ? out of bounds for length ?", ExceptionText.redact("Index 5 out of bounds for length 3"));
        assertEquals("Connection to ?", ExceptionText.redact("Connection to db.example:5432 refused"));
        assertEquals("Key ?", ExceptionText.redact("Key (email)=(bob@example.org) already exists."));
        assertEquals("Cannot find ?", ExceptionText.redact("Cannot find 'a b' in the list"));
        assertEquals("Invalid password: ?", ExceptionText.redact("Invalid password: hunter"));
        assertEquals("first\nsecond ?", ExceptionText.redact("first\nsecond 2"));
        assertEquals("No bean of type com.example.Foo", ExceptionText.redact("No bean of type com.example.Foo"));
        assertEquals("", ExceptionText.redact(""));
    }

    @Property
    void nothingInQuotesOrBehindAColonOrAnEqualsSignSurvives(
            @ForAll @AlphaChars @StringLength(min = 6, max = 20) String secret) {
        for (String message : new String[] {
            "bad value '" + secret + "'",
            "bad value 'a " + secret + " b'",
            "password=" + secret,
            "password: " + secret + " rest",
            "url http://host/path?token=" + secret,
            "bad value (" + secret + ")",
            "{\"key\": \"" + secret + "\"}",
        }) {
            assertFalse(ExceptionText.redact(message).contains(secret), message);
        }
    }

    @Test
    void whatADatabaseSaysStaysHereWhereverItIsWrapped() {
        SQLException cause = new SQLException("duplicate key value violates unique constraint bob");
        RuntimeException wrapper = new RuntimeException("could not execute statement bob", cause);
        assertNull(redacted.message(wrapper));
        String trace = redacted.stackTrace(wrapper);
        assertFalse(trace.contains("bob"), trace);
        assertTrue(trace.contains("Caused by: java.sql.SQLException\n"), trace);
        assertEquals("could not execute statement bob", new ExceptionText("full").message(wrapper));
        assertNull(new ExceptionText("none").message(new RuntimeException("anything")));
    }

    @Test
    void anExceptionMayMisbehave() {
        Exception hostile = new Exception() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };
        assertNull(redacted.message(hostile));
        assertTrue(redacted.stackTrace(hostile).length() > 0);
    }

    @Test
    void aStackTraceIsBounded() {
        Throwable deep = recurse(2_000);
        assertTrue(new ExceptionText("full").stackTrace(deep).length() < 17_000);
    }

    private static Throwable recurse(int depth) {
        return depth == 0 ? new Throwable("x".repeat(100)) : recurse(depth - 1);
    }
}
