// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens connections as an application does: directly, or from a pool. Runs in the child. */
final class Databases implements AutoCloseable {
    interface Source {
        Connection connection() throws SQLException;
    }

    private final Source source;
    private final Object pool;

    private Databases(Source source, Object pool) {
        this.source = source;
        this.pool = pool;
    }

    /** {@code pool} is {@code none}, {@code hikaricp}, {@code tomcat-jdbc} or {@code dbcp2}. */
    static Databases open(String pool, String url) throws Exception {
        if (pool.equals("none")) {
            return new Databases(() -> DriverManager.getConnection(url), null);
        }
        String type =
                switch (pool) {
                    case "hikaricp" -> "com.zaxxer.hikari.HikariDataSource";
                    case "tomcat-jdbc" -> "org.apache.tomcat.jdbc.pool.DataSource";
                    case "dbcp2" -> "org.apache.commons.dbcp2.BasicDataSource";
                    default -> throw new IllegalArgumentException(pool);
                };
        Object made = Class.forName(type).getConstructor().newInstance();
        set(made, pool.equals("hikaricp") ? "setJdbcUrl" : "setUrl", String.class, url);
        switch (pool) {
            case "hikaricp" -> {
                set(made, "setMaximumPoolSize", int.class, 1);
                set(made, "setMinimumIdle", int.class, 1);
            }
            case "tomcat-jdbc" -> {
                set(
                        made,
                        "setDriverClassName",
                        String.class,
                        DriverManager.getDriver(url).getClass().getName());
                set(made, "setMaxActive", int.class, 1);
                set(made, "setMaxIdle", int.class, 1);
                set(made, "setMinIdle", int.class, 1);
                set(made, "setInitialSize", int.class, 1);
                set(made, "setJdbcInterceptors", String.class, "StatementCache(max=10)");
            }
            default -> {
                set(made, "setMaxTotal", int.class, 1);
                set(made, "setInitialSize", int.class, 1);
                set(made, "setPoolPreparedStatements", boolean.class, true);
            }
        }
        return new Databases(((DataSource) made)::getConnection, made);
    }

    private static void set(Object pool, String setter, Class<?> type, Object value) throws Exception {
        pool.getClass().getMethod(setter, type).invoke(pool, value);
    }

    Connection connection() throws SQLException {
        return source.connection();
    }

    @Override
    public void close() throws Exception {
        if (pool != null) {
            pool.getClass().getMethod("close").invoke(pool);
        }
    }
}
