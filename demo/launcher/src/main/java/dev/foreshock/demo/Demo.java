// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.PostgresServer;
import dev.foreshock.harness.ReceivedLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Three stories: of a shop that nobody visits for a while, and whose next customer waits; of pages that ask the database, or
 * Redis, once for each row, which nobody could see with 10 customers, and which everybody feels with 2,000; of a shipping service
 * that becomes slow and then fails, while the warehouse, behind a queue, asks it again and again. Ends by itself: with 0 where the
 * agent found all of that and nothing else, with 1 where it did not, with 2 where the demo could not run.
 */
public final class Demo {
    private static final int FEW = 10;
    private static final int MANY = 2_000;
    private static final int ROUNDS_WITH_FEW = 10;
    private static final int ROUNDS_WITH_MANY = 4;

    /** SIGTERM as the JVM reports it: 128 + 15. */
    private static final int TERMINATED = 143;

    private static volatile boolean ending;

    private final Options options;
    private final Map<String, String> environment;
    private final Progress progress;
    private final Report report;

    Demo(Options options, Map<String, String> environment, PrintStream out) {
        this.options = options;
        this.environment = environment;
        this.progress = new Progress(out);
        this.report = new Report(out);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "ending"));
        int code;
        try {
            code = new Demo(Options.parse(List.of(arguments)), System.getenv(), System.out).run();
        } catch (IOException | SQLException | RuntimeException failed) {
            // Interrupted by the user, everything fails that was under way.
            if (!ending) {
                System.err.println("The demo could not run: " + failed.getMessage());
            }
            code = 2;
        }
        System.exit(code);
    }

    int run() throws IOException, SQLException, InterruptedException {
        Path jar = JvmBuilder.repositoryRoot().resolve("demo/shop/target/foreshock-shop.jar");
        check(jar);
        if (options.withAgent()) {
            check(JvmBuilder.agentJar());
        }
        List<Run> runs = new ArrayList<>();
        try (Telemetry telemetry = Telemetry.choose(environment);
                Database database = database();
                Redis redis = Redis.start();
                Broker broker = Broker.start();
                ShippingService shipping = ShippingService.start();
                IdentityProvider identity = IdentityProvider.start()) {
            progress.say(
                    database.description() + ", " + redis.description() + " and " + broker.description() + " are up");
            Customers customers = new Customers(database);
            customers.growTo(FEW);
            Scene scene = new Scene(jar, new Servers(database, redis, broker, shipping, identity), telemetry);
            runs.add(live(scene, FEW, shop -> {
                List<Visit> visits = visitPages(shop, database, ROUNDS_WITH_FEW);
                new QuietStory(progress, options.withAgent()).tell(shop);
                return visits;
            }));
            customers.growTo(MANY);
            runs.add(live(scene, MANY, shop -> visitPages(shop, database, ROUNDS_WITH_MANY)));
            ShippingStory story = new ShippingStory(shipping, MANY, progress);
            if (options.withAgent() && options.shipping()) {
                runs.add(live(scene, MANY, story::tell));
            }
            progress.end();
            return conclude(telemetry, runs, story);
        } finally {
            progress.end();
        }
    }

    private Database database() throws SQLException {
        if (options.h2()) {
            return H2.start();
        }
        if (PostgresServer.unavailable().isPresent()) {
            return h2Because(PostgresServer.unavailable().get());
        }
        progress.say("Starting PostgreSQL");
        try {
            return Postgres.start();
        } catch (IOException refused) {
            // As initdb does for a user without a name, which is how many containers run.
            return h2Because(
                    String.valueOf(refused.getMessage()).lines().findFirst().orElse("PostgreSQL does not start"));
        }
    }

    private Database h2Because(String reason) throws SQLException {
        progress.say(reason + ": using H2 instead");
        return H2.start();
    }

    private List<Visit> visitPages(Shop shop, Database database, int rounds)
            throws IOException, SQLException, InterruptedException {
        progress.say("  The shop is up; visiting each of its pages " + rounds + " times");
        Traffic traffic = new Traffic(shop, database);
        traffic.visitEach(rounds);
        return traffic.visits();
    }

    /** Starts the shop, has it visited, and ends it. */
    private Run live(Scene scene, int customers, Activity activity)
            throws IOException, SQLException, InterruptedException {
        Telemetry telemetry = scene.telemetry;
        telemetry.clear();
        progress.say(String.format(
                Locale.ROOT,
                "Starting the shop with %,d customers%s",
                customers,
                options.withAgent() ? " and -javaagent:foreshock-agent.jar" : ""));
        try (Shop shop = Shop.start(scene.jar, options.withAgent(), scene.servers, telemetry)) {
            List<Visit> visits = activity.perform(shop);
            progress.say("  Stopping the shop");
            JvmExit exit = shop.stop();
            if (exit.code() != TERMINATED) {
                throw new IOException("the shop ended with code " + exit.code() + "\n" + exit.describe());
            }
            Run run = telemetry.collect(customers, visits, exit);
            if (options.withAgent() && telemetry.isOurs()) {
                progress.say(String.format(
                        Locale.ROOT,
                        "  %,d spans and %d findings arrived",
                        run.spans().size(),
                        run.findings().size()));
            }
            return run;
        }
    }

    private int conclude(Telemetry telemetry, List<Run> runs, ShippingStory story) {
        Run few = runs.get(0);
        Run many = runs.get(1);
        boolean shown = options.withAgent() && telemetry.isOurs();
        if (shown) {
            report.findings(String.format(Locale.ROOT, "with %,d customers, who left it alone for a while", FEW), few);
            report.findings(String.format(Locale.ROOT, "with %,d customers", MANY), many);
            if (options.shipping()) {
                report.findings("while the shipping service was slow, and then failed", runs.get(2));
            }
        }
        report.visits(few, many);
        if (!options.withAgent()) {
            return 0;
        }
        report.said(runs.subList(1, runs.size()));
        report.telemetry(telemetry, many, runs);
        boolean pageFound = verdict(shown, few, many);
        boolean serviceFound = !options.shipping() || story.verdict(shown, runs.get(2), report);
        return pageFound && serviceFound ? 0 : 1;
    }

    private boolean verdict(boolean shown, Run few, Run many) {
        boolean all = QuietStory.verdict(shown, few, report);
        for (String page : Traffic.LAZY) {
            boolean found = shown
                    ? many.findings().stream().anyMatch(finding -> isAbout(finding, page))
                    : many.exit().stderr().stream()
                            .anyMatch(line -> line.contains("n_plus_one") && line.contains(" GET " + page + " "));
            if (!found) {
                report.line("NOT FOUND: no finding names the page " + page);
            }
            all &= found;
        }
        boolean only = few.findings().stream().allMatch(finding -> isTheStory(finding) || QuietStory.isAbout(finding))
                && many.findings().stream().allMatch(Demo::isTheStory);
        if (!only) {
            report.line("FALSE ALARM: a finding names something else than these pages and the sign-in");
        }
        return all && only;
    }

    private static boolean isTheStory(ReceivedLog finding) {
        return Traffic.LAZY.stream().anyMatch(page -> isAbout(finding, page));
    }

    private static boolean isAbout(ReceivedLog finding, String page) {
        return "n_plus_one".equals(finding.attribute("foreshock.finding.type"))
                && page.equals(finding.attribute("http.route"));
    }

    private static void check(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException("there is no " + jar + "; demo/run builds it");
        }
    }

    /** What all lives of the shop have in common. */
    private record Scene(Path jar, Servers servers, Telemetry telemetry) {}

    /** What is done with a shop that is up. */
    private interface Activity {
        List<Visit> perform(Shop shop) throws IOException, SQLException, InterruptedException;
    }
}
