// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.JOB, 3, 1, 0);

    private Operation described(Throwable thrown) {
        Operation operation = new Operation(unit, unit.root(), Kind.DATABASE, 4, 1);
        Failures.describe(operation, thrown);
        return operation;
    }

    @Test
    void theStateIsTheErrorsType() {
        Operation failed = described(new SQLException("no such table", "42P01", 7));
        assertEquals("42P01", failed.errorType());
        assertEquals("42P01", failed.attribute("db.response.status_code"));
        assertEquals(Outcome.REMOTE_ERROR, failed.outcome());
    }

    @Test
    void theVendorsCodeStandsInForAMissingState() {
        assertEquals("1205", described(new SQLException("deadlock", null, 1205)).errorType());
        assertEquals("1205", described(new SQLException("deadlock", "", 1205)).errorType());
    }

    @Test
    void anExceptionWithoutACodeIsLeftToItsClass() {
        assertNull(described(new SQLException("closed")).errorType());
        assertNull(described(new IllegalStateException()).errorType());
    }

    @Test
    void nobodyAnsweredInTime() {
        for (String state : new String[] {"08006", "08S01", "57014", "70100", "HY008", "HYT00"}) {
            assertEquals(
                    Outcome.TIMEOUT, described(new SQLException("late", state)).outcome(), state);
        }
        assertEquals(
                Outcome.TIMEOUT,
                described(new SQLTimeoutException("late", "72000", 1013)).outcome());
    }
}
