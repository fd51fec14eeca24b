// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import java.io.IOException;
import java.sql.SQLException;

/** What the shop stores its orders in. It counts the statements that it executed, whoever sent them. */
interface Database extends AutoCloseable {
    /** For a line of progress: {@code PostgreSQL on port 5432}. */
    String description();

    String jdbcUrl();

    /** Queries and changes executed so far; the begin and end of a transaction do not count. */
    long statements() throws IOException, SQLException;

    @Override
    void close();
}
