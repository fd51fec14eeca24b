// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The drivers of MariaDB and MySQL against a real MariaDB, whose programs are large: only in the matrix. */
@Tag("matrix")
class MariaDbTest {
    private static final Pattern LOGGED = Pattern.compile("\\d+ (Query|Prepare|Execute|Init DB)\\t(.*)$");

    @TempDir
    private static Path directory;

    private static ForkedJvm server;
    private static int port;

    @BeforeAll
    static void startServer() throws Exception {
        server = LibraryApp.of("mariadb-server", "11.4", "MariaDbApp")
                .jvm()
                .withoutAgent()
                .timeout(Duration.ofMinutes(5))
                .arguments(
                        Path.of("target", "mariadb").toAbsolutePath().toString(),
                        directory.toString(),
                        log().toString())
                .start();
        port = server.awaitReady();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (server != null) {
            server.finish().assertClean();
        }
    }

    private static Path log() {
        return directory.resolve("statements");
    }

    private static String url(String driver) {
        String parameters = driver.equals("mysql") ? "&sslMode=DISABLED" : "";
        return "jdbc:" + driver + "://127.0.0.1:" + port + "/test?user=root&allowMultiQueries=true" + parameters;
    }

    @ParameterizedTest
    @CsvSource({"mariadb, floor", "mariadb, 3.4", "mariadb, latest", "mysql, floor", "mysql, latest"})
    void everyExecutionIsOneOperation(String driver, String version) throws Exception {
        List<String> connect = List.of("CONNECT - on " + driver);
        assertEquals(
                expected(driver, version, connect, connect),
                JdbcTest.recorded(JdbcTest.recording(driver, version, url(driver))));
    }

    private static List<String> expected(String driver, String version, List<String> connect, List<String> reconnect) {
        List<String> lines = JdbcTest.expected(driver, "42S02", connect, reconnect, false);
        if (driver.equals("mariadb") && version.equals("floor")) {
            // The driver switches auto-commit by a statement.
            String set = "[transaction] DATABASE SET on mariadb rows 0";
            int first = lines.indexOf("[transaction] DATABASE UPDATE items on mariadb rows 1");
            lines.add(lines.indexOf("[transaction] DATABASE ROLLBACK on mariadb rows 0+") + 1, set);
            lines.add(first, set);
        }
        return lines;
    }

    @ParameterizedTest
    @CsvSource({"mariadb, floor", "mariadb, 3.4", "mariadb, latest", "mysql, floor", "mysql, latest"})
    void aPoolChangesNothing(String driver, String version) throws Exception {
        List<String> connect = new ArrayList<>(List.of("CONNECT - on " + driver));
        if (driver.equals("mariadb")) {
            // The pool asks for the isolation level, and the driver for it at the server.
            connect.add("DATABASE SELECT on mariadb rows 1+");
        }
        JvmBuilder builder = JdbcTest.recording(driver, version, url(driver));
        assertEquals(
                expected(driver, version, connect, List.of()),
                JdbcTest.recorded(JdbcTest.pooled(builder, "hikaricp", "latest")));
    }

    @ParameterizedTest
    @CsvSource({"mariadb, floor", "mariadb, 3.4", "mariadb, latest", "mysql, floor", "mysql, latest"})
    void noRowIsCountedTwice(String driver, String version) throws Exception {
        JvmBuilder builder = JdbcTest.recording(driver, version, url(driver))
                .systemProperty("test.rows", "true")
                .systemProperty("test.results", "true")
                .systemProperty("test.procedures", "true");
        List<String> expected = JdbcTest.expectedRows(driver, true);
        if (driver.equals("mysql")) {
            // The driver asks what the procedure's parameters are.
            expected.add("[call] DATABASE SELECT INFORMATION_SCHEMA.PARAMETERS on mysql rows 1 values");
        }
        expected.add("[call] DATABASE CALL below on " + driver + " rows 3 values");
        assertEquals(expected, JdbcTest.recorded(builder));
    }

    @ParameterizedTest
    @CsvSource({
        "mariadb, floor, none",
        "mariadb, 3.4, none",
        "mariadb, latest, none",
        "mariadb, latest, hikaricp",
        "mysql, floor, none",
        "mysql, latest, none",
        "mysql, latest, hikaricp"
    })
    void theSameStatementsReachTheDatabase(String driver, String version, String pool) throws Exception {
        List<String> without = statementsOf(plainWork(driver, version, pool).withoutAgent());
        List<String> with = statementsOf(plainWork(driver, version, pool));
        assertTrue(without.stream().anyMatch(line -> line.contains(Work.SECRET)), without::toString);
        assertEquals(without, with);
    }

    @ParameterizedTest
    @CsvSource({"mariadb, floor", "mariadb, 3.4", "mariadb, latest", "mysql, floor", "mysql, latest"})
    void noLiteralLeavesTheProcess(String driver, String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            plainWork(driver, version, "none").exportTo(receiver).run().assertClean();
            List<ReceivedSpan> spans =
                    receiver.awaitSpans(20, span -> span.kind().equals("CLIENT"));
            assertTrue(spans.stream().anyMatch(span -> span.statusCode().equals("ERROR")), receiver::describe);
            assertFalse(receiver.sawText(Work.SECRET), receiver::describe);
            ReceivedSpan span = receiver.awaitSpan(s -> s.name().equals("INSERT items"));
            assertEquals(driver, span.attribute("db.system.name"));
            assertEquals("test", span.attribute("db.namespace"));
            assertEquals("127.0.0.1", span.attribute("server.address"));
            assertEquals((long) port, span.attribute("server.port"));
            ReceivedSpan failed = receiver.awaitSpan(s -> s.statusCode().equals("ERROR"));
            assertEquals("42S02", failed.attribute("db.response.status_code"));
        }
    }

    private static JvmBuilder plainWork(String driver, String version, String pool) {
        JvmBuilder builder =
                ForkedJvm.of(PlainWork.class).library(driver, version).arguments(pool, url(driver));
        return pool.equals("none") ? builder : builder.library(pool, "latest");
    }

    private static List<String> statementsOf(JvmBuilder builder) throws IOException {
        int before = statements().size();
        JdbcTest.exportNothing(builder).run().assertClean();
        List<String> all = statements();
        return all.subList(before, all.size());
    }

    /** The first line of every statement that the server has received, in order, whoever sent it. */
    private static List<String> statements() throws IOException {
        List<String> statements = new ArrayList<>();
        for (String line : Files.readAllLines(log(), StandardCharsets.UTF_8)) {
            Matcher logged = LOGGED.matcher(line);
            if (logged.find()) {
                statements.add(logged.group(1) + " " + logged.group(2));
            }
        }
        return statements;
    }
}
