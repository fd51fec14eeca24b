// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/** The customers who sign up, each with one order of two articles. Written from outside the shop. */
final class Customers {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

    private final Database database;
    private int count;

    Customers(Database database) throws SQLException {
        this.database = database;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(100) NOT NULL)");
            statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, placed_on date NOT NULL,"
                    + " customer_id bigint NOT NULL REFERENCES customers)");
            statement.execute("CREATE TABLE order_items (id bigint PRIMARY KEY,"
                    + " order_id bigint NOT NULL REFERENCES orders, article varchar(100) NOT NULL,"
                    + " quantity int NOT NULL)");
            statement.execute("CREATE SEQUENCE order_numbers START WITH 1000000 INCREMENT BY 50");
            statement.execute("CREATE INDEX order_items_of_order ON order_items (order_id)");
        }
    }

    /** Lets customers sign up and order, until there are that many. */
    void growTo(int target) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement customer = connection.prepareStatement("INSERT INTO customers VALUES (?, ?)");
                    PreparedStatement order = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?)");
                    PreparedStatement item =
                            connection.prepareStatement("INSERT INTO order_items VALUES (?, ?, ?, ?)")) {
                while (count < target) {
                    count++;
                    addCustomer(customer, count);
                    addOrder(order, count);
                    addItem(item, 2L * count, count, "Lamp", 1);
                    addItem(item, 2L * count + 1, count, "Bulb", 4);
                }
                customer.executeBatch();
                order.executeBatch();
                item.executeBatch();
            }
            connection.commit();
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
    }

    private static void addCustomer(PreparedStatement insert, int id) throws SQLException {
        insert.setLong(1, id);
        insert.setString(2, "Customer " + id);
        insert.addBatch();
    }

    private static void addOrder(PreparedStatement insert, int id) throws SQLException {
        insert.setLong(1, id);
        insert.setDate(2, Date.valueOf(FIRST_DAY.plusDays(id % 365)));
        insert.setLong(3, id);
        insert.addBatch();
    }

    private static void addItem(PreparedStatement insert, long id, int order, String article, int quantity)
            throws SQLException {
        insert.setLong(1, id);
        insert.setLong(2, order);
        insert.setString(3, article);
        insert.setInt(4, quantity);
        insert.addBatch();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl());
    }
}
