// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/** What a driver's exception says: the SQLSTATE, else the vendor's code, and whether anybody answered at all. */
final class Failures {
    private Failures() {}

    static void describe(Operation operation, @Nullable Throwable thrown) {
        if (!(thrown instanceof SQLException failure)) {
            return;
        }
        String state = failure.getSQLState();
        String code = state != null && !state.isEmpty()
                ? state
                : failure.getErrorCode() != 0 ? Integer.toString(failure.getErrorCode()) : null;
        if (code == null) {
            return;
        }
        operation.attribute("db.response.status_code", code);
        operation.fail(code, isTimeout(failure, code) ? Outcome.TIMEOUT : Outcome.REMOTE_ERROR);
    }

    /**
     * Class 08 is a connection that failed; 57014 a cancelled query of PostgreSQL, H2 and DB2, 70100 of MySQL, HY008 of SQL
     * Server; HYT0x are the timeouts of the CLI standard. Oracle's ORA-01013 comes as an {@link SQLTimeoutException}.
     */
    private static boolean isTimeout(SQLException failure, String code) {
        return failure instanceof SQLTimeoutException
                || code.startsWith("08")
                || code.equals("57014")
                || code.equals("70100")
                || code.equals("HY008")
                || code.startsWith("HYT0");
    }
}
