// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.PostgresServer;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.concurrent.InsideAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real drivers and pools do, and what the agent makes of it. */
class JdbcTest {
    private static PostgresServer postgres;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startPostgres() throws IOException {
        if (PostgresServer.unavailable().isEmpty()) {
            postgres = PostgresServer.loggingStatements();
        }
    }

    @AfterAll
    static void stopPostgres() {
        if (postgres != null) {
            postgres.close();
        }
    }

    private String url(String driver) {
        return switch (driver) {
            case "postgresql" -> {
                assumeTrue(postgres != null, "no PostgreSQL here");
                yield postgres.jdbcUrl();
            }
            case "h2" -> "jdbc:h2:" + directory.resolve("work");
            case "sqlite" -> "jdbc:sqlite:" + directory.resolve("work.db");
            case "hsqldb" -> "jdbc:hsqldb:file:" + directory.resolve("work") + ";hsqldb.log_data=false";
            default -> throw new IllegalArgumentException(driver);
        };
    }

    private JvmBuilder plainWork(String driver, String version, String pool) {
        return with(driver, version, ForkedJvm.of(PlainWork.class)).arguments(pool, url(driver));
    }

    private static JvmBuilder with(String driver, String version, JvmBuilder builder) {
        if (driver.equals("sqlite")) {
            // It loads a library of its own, which JDK 25 warns of.
            builder.flags("--enable-native-access=ALL-UNNAMED");
        }
        return builder.library(driver, version);
    }

    static JvmBuilder exportNothing(JvmBuilder builder) {
        return builder.environment("OTEL_TRACES_EXPORTER", "none")
                .environment("OTEL_METRICS_EXPORTER", "none")
                .environment("OTEL_LOGS_EXPORTER", "none");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, floor, postgresql, 42P01",
        "postgresql, latest, postgresql, 42P01",
        "h2, floor, h2database, 42S02",
        "h2, latest, h2database, 42S02",
        "sqlite, floor, sqlite, 1",
        "sqlite, latest, sqlite, 1",
        "hsqldb, floor, hsqldb, 42501",
        "hsqldb, latest, hsqldb, 42501",
    })
    void everyExecutionIsOneOperation(String driver, String version, String system, String missing) throws Exception {
        List<String> connect = new ArrayList<>();
        if (driver.equals("sqlite") && version.equals("latest")) {
            // The driver sets up its connections with statements of its own.
            connect.add("DATABASE PRAGMA on sqlite rows 0+");
        }
        connect.add("CONNECT - on " + system);
        assertEquals(
                expected(system, missing, connect, connect, driver.equals("h2")),
                recorded(recording(driver, version, url(driver))));
    }

    @ParameterizedTest
    @CsvSource({"hikaricp, floor, 1", "hikaricp, latest, 1", "tomcat-jdbc, latest, 1", "dbcp2, latest, 2"})
    void aPoolChangesNothing(String pool, String version, int connections) throws Exception {
        List<String> connect = Collections.nCopies(connections, "CONNECT - on h2database");
        assertEquals(
                expected("h2database", "42S02", connect, List.of(), true),
                recorded(pooled(recording("h2", "latest", url("h2")), pool, version)));
    }

    /** The {@link RecordedWork} with a driver. */
    static JvmBuilder recording(String driver, String version, String url) {
        return with(driver, version, ForkedJvm.of(InsideAgent.class))
                .systemProperty("test.url", url)
                .arguments(RecordedWork.class.getName());
    }

    static JvmBuilder pooled(JvmBuilder builder, String pool, String version) {
        return builder.library(pool, version).systemProperty("test.pool", pool);
    }

    static List<String> recorded(JvmBuilder builder) throws IOException {
        JvmExit exit = exportNothing(builder).run().assertClean();
        assertTrue(exit.stdout().contains("END"), exit::describe);
        List<String> lines = new ArrayList<>(exit.stdout());
        lines.remove("END");
        return lines;
    }

    /**
     * What is recorded of each step of the {@link Work}. {@code rows 3} were read to the end, or changed; {@code rows 0+} says
     * that nobody asked.
     *
     * @param commitsAgain whether setAutoCommit(true) sends one more COMMIT, which it does in H2
     */
    static List<String> expected(
            String system, String missing, List<String> connect, List<String> reconnect, boolean commitsAgain) {
        List<String> lines = new ArrayList<>();
        connect.forEach(line -> lines.add("[connect] " + line));
        lines.addAll(List.of(
                "[create] DATABASE CREATE TABLE items on S rows 0+",
                "[insert literal] DATABASE INSERT items on S rows 1",
                "[insert bound] DATABASE INSERT items on S rows 1 values",
                "[insert batch] DATABASE INSERT items on S rows 3 batch 3 values",
                "[text batch] DATABASE UPDATE items on S rows 2 batch 2 values",
                "[read all] DATABASE SELECT items on S rows 5",
                "[read one] DATABASE SELECT items on S rows 1 values",
                "[read one again] DATABASE SELECT items on S rows 1 same values",
                "[read another] DATABASE SELECT items on S rows 1 values",
                "[execute and fetch] DATABASE SELECT items on S rows 3",
                "[execute update] DATABASE UPDATE items on S rows 2 values",
                "[transaction] DATABASE UPDATE items on S rows 1",
                "[transaction] DATABASE COMMIT on S rows 0+",
                "[transaction] DATABASE UPDATE items on S rows 1",
                "[transaction] DATABASE ROLLBACK on S rows 0+"));
        if (commitsAgain) {
            lines.add("[transaction] DATABASE COMMIT on S rows 0+");
        }
        lines.addAll(List.of(
                "[failure] DATABASE SELECT missing on S rows 0+ failed " + missing + " REMOTE_ERROR",
                "[kept] DATABASE SELECT items on S rows 3 values",
                "[kept again] DATABASE SELECT items on S rows 3 same values",
                "[kept on another thread] DATABASE SELECT items on S rows 3 same values",
                "[kept with another value] DATABASE SELECT items on S rows 3 values",
                "[kept, by execute] DATABASE SELECT items on S rows 3 values",
                "[many statements] group of 30, 2 distinct"));
        reconnect.forEach(line -> lines.add("[borrow again] " + line));
        lines.add("[borrow again] DATABASE SELECT items on S rows 1 values");
        reconnect.forEach(line -> lines.add("[drop] " + line));
        lines.add("[drop] DATABASE DROP TABLE items on S rows 0+");
        lines.replaceAll(line -> line.replace(" on S ", " on " + system + " "));
        return lines;
    }

    @ParameterizedTest
    @CsvSource({"postgresql, postgresql, true", "h2, h2database, false", "hsqldb, hsqldb, false"})
    void noRowIsCountedTwice(String driver, String system, boolean results) throws Exception {
        JvmBuilder builder = recording(driver, "latest", url(driver))
                .systemProperty("test.rows", "true")
                .systemProperty("test.results", "" + results);
        assertEquals(expectedRows(system, results), recorded(builder));
    }

    /** What is recorded of each step of the {@link RowsWork}. */
    static List<String> expectedRows(String system, boolean results) {
        List<String> lines = new ArrayList<>(List.of(
                "[two and all again] DATABASE SELECT pages on S rows 5",
                "[all, twice] DATABASE SELECT pages on S rows 5",
                "[to the last and all] DATABASE SELECT pages on S rows 5",
                "[from the first] DATABASE SELECT pages on S rows 5",
                "[backwards] DATABASE SELECT pages on S rows 0+",
                "[two and to the last] DATABASE SELECT pages on S rows 2+",
                "[back and forth] DATABASE SELECT pages on S rows 1+"));
        if (results) {
            lines.add("[several results] DATABASE SELECT pages; SELECT pages on S rows 8");
        }
        lines.replaceAll(line -> line.replace(" on S ", " on " + system + " "));
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "hikaricp"})
    void theSameStatementsReachTheDatabase(String pool) throws Exception {
        List<String> without =
                statementsOf(plainWork("postgresql", "latest", pool).withoutAgent(), pool);
        List<String> with = statementsOf(plainWork("postgresql", "latest", pool), pool);
        assertFalse(without.isEmpty());
        assertEquals(without, with);
    }

    private static List<String> statementsOf(JvmBuilder builder, String pool) throws IOException {
        int before = postgres.statements().size();
        if (!pool.equals("none")) {
            builder.library(pool, "latest");
        }
        exportNothing(builder).run().assertClean();
        List<String> all = postgres.statements();
        return all.subList(before, all.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "h2", "sqlite", "hsqldb"})
    void noLiteralLeavesTheProcess(String driver) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            plainWork(driver, "latest", "none").exportTo(receiver).run().assertClean();
            List<ReceivedSpan> spans =
                    receiver.awaitSpans(20, span -> span.kind().equals("CLIENT"));
            assertTrue(spans.stream().anyMatch(span -> span.statusCode().equals("ERROR")), receiver::describe);
            assertFalse(receiver.sawText(Work.SECRET), receiver::describe);
        }
    }

    @Test
    void spansFollowTheConventions() throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            plainWork("postgresql", "latest", "none").exportTo(receiver).run().assertClean();
            ReceivedSpan span = receiver.awaitSpan(s -> s.name().equals("INSERT items")
                    && !"?".equals(s.attribute("db.query.text"))
                    && s.attribute("db.operation.batch.size") != null);
            assertEquals("postgresql", span.attribute("db.system.name"));
            assertEquals("postgres", span.attribute("db.namespace"));
            assertEquals("127.0.0.1", span.attribute("server.address"));
            assertEquals((long) postgres.port(), span.attribute("server.port"));
            assertEquals("INSERT INTO items VALUES (?)", span.attribute("db.query.text"));
            assertEquals("INSERT items", span.attribute("db.query.summary"));
            assertEquals(3L, span.attribute("db.operation.batch.size"));
            ReceivedSpan failed = receiver.awaitSpan(s -> s.statusCode().equals("ERROR"));
            assertEquals("42P01", failed.attribute("db.response.status_code"));
            assertEquals("42P01", failed.attribute("error.type"));
        }
    }
}
