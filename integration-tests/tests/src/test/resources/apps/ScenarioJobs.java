// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** What {@link ScenarioApp} does every few seconds by itself. Each method is called as its scenario. */
@EnableScheduling
public class ScenarioJobs {
    private static final int CHUNK = 10;

    /** @param scenarios those that there are */
    static AnnotationConfigApplicationContext start(Set<String> scenarios) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(ScenarioJobs.class);
        if (scenarios.contains("visits-one-by-one")) {
            context.register(Sick.class);
        }
        context.refresh();
        return context;
    }

    public static class Sick {
        @Scheduled(fixedDelay = 5_000)
        public void visitsOneByOne() throws SQLException {
            try (Connection connection = DriverManager.getConnection(ScenarioDatabase.URL)) {
                for (int customer : customers(connection, 0, 100)) {
                    try (PreparedStatement visits =
                            connection.prepareStatement("SELECT visits FROM customers WHERE id = ?")) {
                        visits.setInt(1, customer);
                        visits.executeQuery().next();
                    }
                }
            }
        }
    }

    /** As Spring Batch does it: a page is read, its items are written together, and how far it got is written with them. */
    @Scheduled(fixedDelay = 5_000)
    public void visitsInChunks() throws SQLException {
        try (Connection connection = DriverManager.getConnection(ScenarioDatabase.URL)) {
            connection.setAutoCommit(false);
            List<Integer> chunk = customers(connection, 0, CHUNK);
            while (!chunk.isEmpty()) {
                int last = chunk.get(chunk.size() - 1);
                try (PreparedStatement update =
                        connection.prepareStatement("UPDATE customers SET visits = visits + 1 WHERE id = ?")) {
                    for (int customer : chunk) {
                        update.setInt(1, customer);
                        update.addBatch();
                    }
                    update.executeBatch();
                }
                try (PreparedStatement step = connection.prepareStatement("UPDATE steps SET last = ? WHERE id = ?")) {
                    step.setInt(1, last);
                    step.setInt(2, 1);
                    step.executeUpdate();
                }
                connection.commit();
                chunk = customers(connection, last, CHUNK);
            }
        }
    }

    private static List<Integer> customers(Connection connection, int after, int limit) throws SQLException {
        List<Integer> found = new ArrayList<>();
        try (PreparedStatement page =
                connection.prepareStatement("SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?")) {
            page.setInt(1, after);
            page.setInt(2, limit);
            try (ResultSet rows = page.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
            }
        }
        return found;
    }
}
