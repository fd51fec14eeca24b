// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.PostgresServer;
import dev.foreshock.harness.ReceivedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * The story of an N+1 that nobody could see with 10 customers, and that everybody feels with 2,000. Ends by itself: with 0
 * where the agent found that page and no other, with 1 where it did not, with 2 where the demo could not run.
 */
public final class Demo {
    private static final int FEW = 10;
    private static final int MANY = 2_000;
    private static final int ROUNDS_WITH_FEW = 10;
    private static final int ROUNDS_WITH_MANY = 4;

    /** SIGTERM as the JVM reports it: 128 + 15. */
    private static final int TERMINATED = 143;

    private final Progress progress = new Progress(System.out);
    private final Report report = new Report(System.out);
    private final boolean withAgent;

    private Demo(boolean withAgent) {
        this.withAgent = withAgent;
    }

    /** With {@code --without-agent} the same shop runs without the agent, for a comparison of times and statements. */
    public static void main(String[] arguments) throws InterruptedException {
        int code;
        try {
            code = new Demo(!List.of(arguments).contains("--without-agent")).run();
        } catch (IOException | SQLException | RuntimeException failed) {
            System.err.println("The demo could not run: " + failed.getMessage());
            code = 2;
        }
        System.exit(code);
    }

    private int run() throws IOException, SQLException, InterruptedException {
        Path agent = JvmBuilder.agentJar();
        if (withAgent) {
            check(agent);
        }
        Path shopJar = JvmBuilder.repositoryRoot().resolve("demo/shop/target/foreshock-shop.jar");
        check(shopJar);
        try (Telemetry telemetry = Telemetry.choose(System.getenv());
                Database database = database()) {
            progress.say(database.description() + " is up");
            Customers customers = new Customers(database);
            customers.growTo(FEW);
            progress.say("Starting the shop" + (withAgent ? " with -javaagent:" + agent : " without the agent"));
            try (Shop shop = Shop.start(shopJar, withAgent, database, telemetry)) {
                progress.say("The shop is up");
                Traffic traffic = new Traffic(shop, database);
                drive(traffic, customers, ROUNDS_WITH_FEW, telemetry);
                customers.growTo(MANY);
                drive(traffic, customers, ROUNDS_WITH_MANY, telemetry);
                progress.say("Stopping the shop");
                JvmExit exit = shop.stop();
                progress.say("The shop has ended");
                progress.end();
                return conclude(telemetry, traffic, exit);
            }
        }
    }

    private Database database() throws IOException, SQLException {
        if (PostgresServer.unavailable().isPresent()) {
            progress.say(PostgresServer.unavailable().get() + ": using H2 instead");
            return H2.start();
        }
        progress.say("Starting PostgreSQL");
        return Postgres.start();
    }

    private void drive(Traffic traffic, Customers customers, int rounds, Telemetry telemetry)
            throws IOException, SQLException, InterruptedException {
        progress.say(
                String.format(Locale.ROOT, "%,d customers: visiting every page %d times", customers.count(), rounds));
        traffic.visitEach(rounds, customers.count());
        if (telemetry.isOurs() && withAgent) {
            progress.say("  so far " + telemetry.spans().size() + " spans and "
                    + telemetry.findings().size() + " findings arrived");
        }
    }

    private int conclude(Telemetry telemetry, Traffic traffic, JvmExit exit) {
        if (exit.code() != TERMINATED) {
            report.line("The shop ended with code " + exit.code() + ":");
            exit.stderr().forEach(report::line);
            return 2;
        }
        List<ReceivedLog> findings = telemetry.findings();
        if (telemetry.isOurs()) {
            report.findings(findings);
        } else {
            report.said(exit);
        }
        report.visits(traffic.visits(), FEW, MANY);
        if (telemetry.isOurs()) {
            report.spans(telemetry.spans());
            report.line(String.format(
                    Locale.ROOT,
                    "%,d requests were made; %,d spans arrived in %,d exports of %,d kB",
                    traffic.visits().size(),
                    telemetry.spans().size(),
                    telemetry.requests(),
                    telemetry.bytes() / 1024));
        }
        report.line("The data went to " + telemetry.destination());
        if (telemetry.isOurs()) {
            report.line("Set OTEL_EXPORTER_OTLP_ENDPOINT to send it to your own backend");
        }
        return verdict(findings, telemetry, exit);
    }

    private int verdict(List<ReceivedLog> findings, Telemetry telemetry, JvmExit exit) {
        if (!withAgent) {
            return 0;
        }
        boolean found = telemetry.isOurs()
                ? findings.stream().anyMatch(Demo::isTheStory)
                : exit.stderr().stream().anyMatch(line -> line.contains("n_plus_one"));
        boolean only = findings.stream().allMatch(Demo::isTheStory);
        if (!found) {
            report.line("NOT FOUND: no finding names the page " + Traffic.LAZY);
        }
        if (!only) {
            report.line("FALSE ALARM: a finding names a page that is healthy");
        }
        return found && only ? 0 : 1;
    }

    private static boolean isTheStory(ReceivedLog finding) {
        return "n_plus_one".equals(finding.attribute("foreshock.finding.type"))
                && Traffic.LAZY.equals(finding.attribute("http.route"));
    }

    private static void check(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException("there is no " + jar + "; demo/run builds it");
        }
    }
}
