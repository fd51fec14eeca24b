// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Shape;
import dev.foreshock.api.StatementState;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private final Object statement = new Object();
    private final StatementState state =
            new StatementState(null, new Shape(1, "?", "SELECT", "SELECT", List.of(), 0, 0, Shape.READS));

    @AfterEach
    void forget() {
        Cursor.get().reset();
    }

    @Test
    void equalValuesHaveEqualHashes() {
        UUID id = UUID.randomUUID();
        assertEquals(Parameters.hash("abc"), Parameters.hash(new StringBuilder("abc").toString()));
        assertEquals(Parameters.hash(new byte[] {1, 2}), Parameters.hash(new byte[] {1, 2}));
        assertEquals(Parameters.hash(new BigDecimal("1.5")), Parameters.hash(new BigDecimal("1.5")));
        assertEquals(Parameters.hash(new Timestamp(7)), Parameters.hash(new Timestamp(7)));
        assertEquals(
                Parameters.hash(id),
                Parameters.hash(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits())));
        assertNotEquals(Parameters.hash("abc"), Parameters.hash("abd"));
        assertNotEquals(Parameters.hash(null), Parameters.hash(""));
    }

    @Test
    void nothingOfTheApplicationsIsCalled() {
        Object hostile = new Comparable<Object>() {
            @Override
            public int compareTo(Object other) {
                throw new AssertionError("compared");
            }

            @Override
            public int hashCode() {
                throw new AssertionError("hashed");
            }

            @Override
            public boolean equals(Object other) {
                throw new AssertionError("compared");
            }

            @Override
            public String toString() {
                throw new AssertionError("printed");
            }
        };
        assertEquals(Parameters.hash(hostile), Parameters.hash(hostile));
    }

    @Test
    void streamsAreNotRead() {
        InputStream stream = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read");
            }
        };
        assertEquals(Parameters.hash(stream), Parameters.hash(stream));
        StringReader reader = new StringReader("text");
        assertNotEquals(Parameters.hash(reader), Parameters.hash(new StringReader("text")));
    }

    @Test
    void aValueBoundAgainReplacesTheOneBefore() {
        Cursor.get().remember(statement, state);
        Parameters.bind(statement, 1, 7);
        Parameters.bind(statement, 9, 7);
        long before = state.parameterHash();
        Parameters.bind(statement, 9, 8);
        assertNotEquals(before, state.parameterHash());
        Parameters.bind(statement, 9, 7);
        assertEquals(before, state.parameterHash());
    }

    /** A pool or a driver keeps statements from one request to the next. */
    @Test
    void aStatementIsStillKnownWhenItsSlotIsLost() {
        Cursor.get().remember(statement, state);
        Cursor.get().reset();
        Parameters.bind(statement, 1, 7);
        assertNotEquals(0, state.parameterHash());
        assertEquals(state, Cursor.get().recent(statement, StatementState.class));
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        Parameters.bind(new Object(), 1, 7);
        assertEquals(0, state.parameterHash());
    }
}
