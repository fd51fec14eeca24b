// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import dev.foreshock.harness.Child;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A program with a database that answers at once, until it is told to stall. */
public final class StalledDatabase {
    private static final String URL = "jdbc:h2:mem:stalled;DB_CLOSE_DELAY=-1";
    private static final Semaphore ANSWERS = new Semaphore(0);

    private StalledDatabase() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ALIAS answer FOR \"dev.foreshock.tests.detect.StalledDatabase.answer\"");
            statement.execute("CREATE TABLE parcel (id INT PRIMARY KEY, weight INT)");
            statement.execute("INSERT INTO parcel VALUES (1, 10), (2, 20)");
        }
        Child.ready(1);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
            String[] words = line.split(" ");
            run(words[0], Integer.parseInt(words[1]));
        }
    }

    /** {@code alone}: one call that hangs; {@code quick} and {@code together}: so many calls of another sort. */
    private static void run(String what, int threads) throws Exception {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread caller = new Thread(() -> call(what), "caller-" + i);
            caller.start();
            callers.add(caller);
        }
        if (what.equals("quick")) {
            for (Thread caller : callers) {
                caller.join();
            }
        }
        System.out.println(what + " begun");
        if (what.equals("release")) {
            ANSWERS.release(threads);
        }
    }

    private static void call(String what) {
        switch (what) {
            case "alone" -> weigh("SELECT sum(weight) FROM parcel WHERE answer(0) = 0 AND id = ?");
            case "quick" -> weigh("SELECT weight FROM parcel WHERE answer(1) = 0 AND id = ?");
            case "together" -> weigh("SELECT weight FROM parcel WHERE answer(0) = 0 AND id = ?");
            default -> {}
        }
    }

    private static void weigh(String sql) {
        try (Connection connection = DriverManager.getConnection(URL);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getInt(1);
                }
            }
        } catch (SQLException failed) {
            System.out.println("failed: " + failed);
        }
    }

    /** The alias: answers when it may, and at once where {@code free} is not 0. */
    public static int answer(int free) {
        if (free == 0) {
            ANSWERS.acquireUninterruptibly();
        }
        return 0;
    }
}
