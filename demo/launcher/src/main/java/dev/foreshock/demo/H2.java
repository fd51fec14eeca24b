// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;

/** H2 in this process, for machines on which no PostgreSQL can run. The shop talks to it over TCP. */
final class H2 implements Database {
    private static final String NAME = "mem:shop;DB_CLOSE_DELAY=-1";

    private final Server server;
    private final Connection own;

    private H2(Server server, Connection own) {
        this.server = server;
        this.own = own;
    }

    static H2 start() throws SQLException {
        Connection own = DriverManager.getConnection("jdbc:h2:" + NAME);
        try (Statement statement = own.createStatement()) {
            statement.execute("SET QUERY_STATISTICS TRUE");
        }
        return new H2(Server.createTcpServer("-tcpPort", "0").start(), own);
    }

    @Override
    public String description() {
        return "H2 on port " + server.getPort();
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + NAME;
    }

    @Override
    public long statements() throws SQLException {
        try (Statement statement = own.createStatement();
                ResultSet sum = statement.executeQuery(
                        "SELECT COALESCE(SUM(EXECUTION_COUNT), 0) FROM INFORMATION_SCHEMA.QUERY_STATISTICS"
                                + " WHERE SQL_STATEMENT NOT LIKE '%QUERY_STATISTICS%'"
                                + " AND SQL_STATEMENT NOT IN ('COMMIT', 'ROLLBACK')"
                                + " AND SQL_STATEMENT NOT LIKE 'SET %'")) {
            sum.next();
            return sum.getLong(1);
        }
    }

    @Override
    public void close() {
        server.stop();
        try {
            own.close();
        } catch (SQLException closing) {
            System.err.println("H2 did not close: " + closing.getMessage());
        }
    }
}
