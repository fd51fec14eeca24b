// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.cost;

import dev.foreshock.harness.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/**
 * Two threads run jobs, each on a database of its own, so that neither has anything to wait for. Each line of standard input, a
 * number, has each of them run so many; what comes back is {@code order: blocked waited p50 p99}: how often the two stood still meanwhile,
 * at a lock or for anything else, and how long a job took, in nanoseconds.
 */
public final class Conveyor {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Connection connection;
    private long blocked;
    private long waited;
    private long[] nanos = {};

    private Conveyor(String database) throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:" + database);
    }

    public static void main(String[] args) throws Exception {
        Conveyor[] belts = {new Conveyor("left"), new Conveyor("right")};
        Child.ready(0);
        int orderNumber = 0;
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            int jobs = Integer.parseInt(line);
            List<Thread> threads = new ArrayList<>();
            for (Conveyor belt : belts) {
                Thread thread = new Thread(() -> belt.run(jobs));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            long[] all = new long[2 * jobs];
            System.arraycopy(belts[0].nanos, 0, all, 0, jobs);
            System.arraycopy(belts[1].nanos, 0, all, jobs, jobs);
            Arrays.sort(all);
            System.out.println(++orderNumber + ": " + (belts[0].blocked + belts[1].blocked) + " "
                    + (belts[0].waited + belts[1].waited) + " " + all[all.length / 2] + " "
                    + all[all.length * 99 / 100]);
        }
        for (Conveyor belt : belts) {
            belt.connection.close();
        }
    }

    private void run(int jobs) {
        try {
            ScheduledMethodRunnable job = new ScheduledMethodRunnable(this, "job");
            // What is waited for with the first is its classes.
            job.run();
            long[] durations = new long[jobs];
            ThreadInfo before = THREADS.getThreadInfo(Thread.currentThread().getId());
            for (int i = 0; i < jobs; i++) {
                long begin = System.nanoTime();
                job.run();
                durations[i] = System.nanoTime() - begin;
            }
            ThreadInfo after = THREADS.getThreadInfo(Thread.currentThread().getId());
            blocked = after.getBlockedCount() - before.getBlockedCount();
            waited = after.getWaitedCount() - before.getWaitedCount();
            nanos = durations;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Three statements, told from one another by their text. */
    public void job() throws IOException {
        for (String text : new String[] {"SELECT 1 WHERE ? > 0", "SELECT 2 WHERE ? > 0", "SELECT 3 WHERE ? > 0"}) {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                statement.setInt(1, 1);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }
}
