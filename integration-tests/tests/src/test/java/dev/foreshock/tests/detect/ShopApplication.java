// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import dev.foreshock.harness.Child;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** An application in plain JDBC with one path for each thing that detectors find, and for each that looks like it. */
public final class ShopApplication {
    /** Stands in statements as a literal, and must not leave the process. */
    static final String SECRET = "hunter2-secret";

    private static final int ORDERS = 30;

    private final String url;
    private final ExecutorService workers = Executors.newFixedThreadPool(8);

    private ShopApplication(String url) {
        this.url = url;
    }

    /** One path of the application. */
    private interface Page {
        void serve(Connection connection) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        new ShopApplication(arguments[0]).run();
    }

    private void run() throws Exception {
        createTables();
        Logger.getLogger("").setLevel(Level.OFF);
        Path directory = Files.createTempDirectory(Path.of("target"), "tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Context server = tomcat.addContext("", null);
        page(server, "/n-plus-one", this::itemsOfEachOrder);
        page(server, "/streaming", this::itemsWhileReadingOrders);
        page(server, "/in-loop", this::itemsOfGivenOrders);
        page(server, "/repeated-keys", this::customerOfEachOrder);
        page(server, "/merged", this::itemsAndCustomerOfEachOrder);
        page(server, "/limited", this::firstItemOfEachOrder);
        page(server, "/redundant", this::sameSettingOverAndOver);
        page(server, "/chunked", this::itemsInShortLists);
        page(server, "/unbatched", this::insertOneByOne);
        page(server, "/sequence", this::numbersOneByOne);
        page(server, "/budget", this::manyDifferentStatements);
        page(server, "/slow", this::slowStatement);
        page(server, "/healthy", this::fewStatements);
        page(server, "/joined", this::itemsByJoin);
        page(server, "/in-list", this::itemsInTwoLongLists);
        page(server, "/few", this::itemsOfFourOrders);
        page(server, "/read-after-write", this::readAfterWrite);
        page(server, "/batched", this::insertInBatches);
        page(server, "/wide-update", this::updateManyRowsEach);
        page(server, "/pages", this::readPageByPage);
        page(server, "/fan-out", this::itemsInParallel);
        page(server, "/probes", this::validateOften);
        page(server, "/any/actuator/health", this::itemsHereAndInParallel);
        tomcat.start();
        Child.ready(tomcat.getConnector().getLocalPort());
        Child.awaitEnd();
        workers.shutdownNow();
        workers.awaitTermination(10, TimeUnit.SECONDS);
        tomcat.stop();
        tomcat.destroy();
    }

    private void page(Context server, String path, Page page) {
        Tomcat.addServlet(server, path, new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                try (Connection connection = DriverManager.getConnection(url)) {
                    page.serve(connection);
                } catch (Exception failed) {
                    response.setStatus(500);
                    System.out.println(path + " failed: " + failed);
                }
            }
        });
        server.addServletMappingDecoded(path, path);
    }

    private void createTables() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, note VARCHAR(40))");
            statement.execute("CREATE TABLE item (id INT PRIMARY KEY, order_id INT, name VARCHAR(40))");
            statement.execute("CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(40))");
            statement.execute("CREATE TABLE setting (name VARCHAR(40) PRIMARY KEY, setting_value INT)");
            statement.execute("CREATE TABLE audit (id INT, line VARCHAR(40))");
            statement.execute("CREATE SEQUENCE order_number");
            statement.execute("INSERT INTO setting VALUES ('tax', 19)");
            if (url.contains(":h2:")) {
                statement.execute("CREATE ALIAS take_time FOR \"dev.foreshock.tests.detect.ShopApplication.takeTime\"");
            } else {
                statement.execute("CREATE FUNCTION take_time(millis int) RETURNS int AS"
                        + " $$ BEGIN PERFORM pg_sleep(millis / 1000.0); RETURN millis; END $$ LANGUAGE plpgsql");
            }
            for (int id = 0; id < ORDERS; id++) {
                statement.execute("INSERT INTO orders VALUES (" + id + ", " + id % 5 + ", 'note')");
                statement.execute("INSERT INTO item VALUES (" + id + ", " + id + ", 'thing')");
            }
            for (int id = 0; id < 5; id++) {
                statement.execute("INSERT INTO customer VALUES (" + id + ", 'somebody')");
            }
        }
    }

    /** A function of H2's. */
    public static int takeTime(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    // What detectors find

    private void itemsOfEachOrder(Connection connection) throws SQLException {
        for (int order : orders(connection)) {
            itemsOf(connection, order);
        }
    }

    private void itemsWhileReadingOrders(Connection connection) throws SQLException {
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet orders = statement.executeQuery("SELECT id FROM orders")) {
            while (orders.next()) {
                itemsOf(other, orders.getInt(1));
            }
        }
    }

    private void itemsOfGivenOrders(Connection connection) throws SQLException {
        for (int order = 0; order < ORDERS; order++) {
            itemsOf(connection, order);
        }
    }

    private void customerOfEachOrder(Connection connection) throws SQLException {
        for (int order : orders(connection)) {
            query(connection, "SELECT name FROM customer WHERE id = ?", order % 5);
        }
    }

    private void itemsAndCustomerOfEachOrder(Connection connection) throws SQLException {
        for (int order : orders(connection)) {
            itemsOf(connection, order);
            query(connection, "SELECT line FROM audit WHERE id = ?", order);
        }
    }

    private void firstItemOfEachOrder(Connection connection) throws SQLException {
        for (int order : orders(connection)) {
            query(connection, "SELECT name FROM item WHERE order_id = ? ORDER BY id LIMIT 1", order);
        }
    }

    private void sameSettingOverAndOver(Connection connection) throws SQLException {
        for (int i = 0; i < 15; i++) {
            setting(connection);
        }
    }

    private void itemsInShortLists(Connection connection) throws SQLException {
        for (int i = 0; i < 24; i++) {
            query(connection, "SELECT name FROM item WHERE order_id IN (?, ?)", i, i + 1);
        }
    }

    private void insertOneByOne(Connection connection) throws SQLException {
        for (int i = 0; i < 25; i++) {
            update(connection, "INSERT INTO audit VALUES (?, 'one')", i);
        }
    }

    private void numbersOneByOne(Connection connection) throws SQLException {
        String next = url.contains(":h2:") ? "SELECT NEXT VALUE FOR order_number" : "SELECT nextval('order_number')";
        for (int i = 0; i < 25; i++) {
            query(connection, next);
        }
    }

    private void manyDifferentStatements(Connection connection) throws SQLException {
        for (int i = 0; i < 35; i++) {
            query(
                    connection,
                    "SELECT name AS name_" + (char) ('a' + i % 26) + i / 26 + " FROM customer WHERE id = ?",
                    1);
        }
    }

    private void slowStatement(Connection connection) throws SQLException {
        query(connection, "SELECT take_time(500) FROM customer WHERE id = ?", 1);
    }

    // What looks like it, and is not

    private void fewStatements(Connection connection) throws SQLException {
        setting(connection);
        orders(connection);
        itemsOf(connection, 1);
        update(connection, "UPDATE orders SET note = 'seen' WHERE id = ?", 1);
    }

    private void itemsByJoin(Connection connection) throws SQLException {
        query(connection, "SELECT o.id, i.name FROM orders o JOIN item i ON i.order_id = o.id WHERE o.id >= ?", 0);
    }

    private void itemsInTwoLongLists(Connection connection) throws SQLException {
        String list = "?, ".repeat(14) + "?";
        Integer[] keys = new Integer[15];
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < 15; i++) {
                keys[i] = half * 15 + i;
            }
            query(connection, "SELECT name FROM item WHERE order_id IN (" + list + ")", keys);
        }
    }

    private void itemsOfFourOrders(Connection connection) throws SQLException {
        for (int order = 0; order < 4; order++) {
            itemsOf(connection, order);
        }
    }

    private void readAfterWrite(Connection connection) throws SQLException {
        for (int i = 0; i < 8; i++) {
            setting(connection);
            update(connection, "UPDATE setting SET setting_value = ? WHERE name = 'tax'", 19 + i % 2);
        }
    }

    private void insertInBatches(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO audit VALUES (?, 'batch')")) {
            for (int batch = 0; batch < 25; batch++) {
                for (int i = 0; i < 10; i++) {
                    statement.setInt(1, i);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    private void updateManyRowsEach(Connection connection) throws SQLException {
        for (int i = 0; i < 25; i++) {
            update(connection, "UPDATE item SET name = 'thing' WHERE order_id >= ?", i % 10);
        }
    }

    private void readPageByPage(Connection connection) throws SQLException {
        for (int page = 0; page < 10; page++) {
            query(connection, "SELECT name FROM item ORDER BY id LIMIT 3 OFFSET ?", page * 3);
        }
    }

    private void itemsInParallel(Connection connection) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int order = i;
            all.add(workers.submit(() -> {
                try (Connection own = DriverManager.getConnection(url)) {
                    query(own, "SELECT name, take_time(30) FROM item WHERE order_id = ?", order);
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    private void itemsHereAndInParallel(Connection connection) throws Exception {
        itemsOfEachOrder(connection);
        itemsInParallel(connection);
    }

    private void validateOften(Connection connection) throws SQLException {
        for (int i = 0; i < 50; i++) {
            query(connection, "SELECT 1");
        }
    }

    // Statements

    private static List<Integer> orders(Connection connection) throws SQLException {
        List<Integer> orders = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM orders WHERE id >= ?")) {
            statement.setInt(1, 0);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    orders.add(rows.getInt(1));
                }
            }
        }
        return orders;
    }

    private static void itemsOf(Connection connection, int order) throws SQLException {
        query(connection, "SELECT name FROM item WHERE name <> '" + SECRET + "' AND order_id = ?", order);
    }

    private static void setting(Connection connection) throws SQLException {
        query(connection, "SELECT setting_value FROM setting WHERE name = 'tax'");
    }

    private static void query(Connection connection, String sql, Integer... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getString(1);
                }
            }
        }
    }

    private static void update(Connection connection, String sql, Integer... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Integer... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setInt(i + 1, values[i]);
        }
    }
}
