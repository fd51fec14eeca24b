// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scenario;

import dev.foreshock.harness.ReceivedLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pages of one application, each with a dependency of its own, with visitors that come all the time, and what must be said of each. */
final class Scenarios implements AutoCloseable {
    static final long SECOND = 1_000;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final ScheduledExecutorService visitors = Executors.newScheduledThreadPool(100);
    private final Map<String, Scenario> all = new TreeMap<>();
    private final Map<String, Long> began = new TreeMap<>();
    private final ConfusionTable table = new ConfusionTable();
    private final Map<String, AtomicInteger> visits = new ConcurrentHashMap<>();
    private final long created = System.nanoTime();
    private volatile int applicationPort;

    /** @param everyMillis the pause between visits; 0 where nobody visits: the application does it by itself */
    private record Scenario(String name, Dependency dependency, long everyMillis, int visitors) {}

    /** @param expected the types of findings */
    void sick(String name, long everyMillis, int visitors, Set<String> expected, Dependency.Behaviour behaviour)
            throws IOException {
        all.put(name, new Scenario(name, new Dependency(behaviour), everyMillis, visitors));
        table.expect(name, expected);
    }

    void healthy(String name, long everyMillis, Dependency.Behaviour behaviour) throws IOException {
        sick(name, everyMillis, 1, Set.of(), behaviour);
    }

    /** Everything that looks like a trouble and is none. */
    void healthy() throws IOException {
        Dependency.Behaviour quick = (dependency, call) -> 200;
        healthy("pages-of-an-api", 2 * SECOND, quick);
        healthy("fan-out", 2 * SECOND, quick);
        healthy("several-at-once", 2 * SECOND, quick);
        healthy("pipelined", 2 * SECOND, quick);
        healthy("one-of-each", 2 * SECOND, quick);
        for (String statements : List.of(
                "one-join",
                "lists-of-hundred",
                "six-pages",
                "lines-together",
                "read-after-write",
                "four-of-a-kind",
                "numbers-in-blocks",
                "is-it-there")) {
            healthy(statements, 2 * SECOND, quick);
        }
        // As slow as what three in ten minutes would be said of, but for a third of it.
        healthy("daily-report", 2 * SECOND, quick);
        for (String services : List.of("documents-together", "documents-of-a-cursor", "orders-in-a-stream")) {
            healthy(services, 4 * SECOND, quick);
        }
        healthy("visits-in-chunks", 0, quick);
        healthy("restarted-consumer", 0, quick);
        callbacks();
        healthy("waits-for-work", SECOND, quick);
        healthy("polled", 0, quick);
        healthy("warmed", 0, quick);
        Dependency.Behaviour usual = usual();
        healthy("retries-now-and-then", 50, (dependency, call) -> call % 100 == 0 ? 503 : 200);
        healthy("restarts", 50, usual);
        // For two of forty seconds it fails: the circuit breaker opens, and closes again.
        healthy("breaker", 50, (dependency, call) -> {
            dependency.take(20);
            return (System.nanoTime() - created) / 1_000_000 % (40 * SECOND) >= 38 * SECOND ? 503 : 200;
        });
        healthy("not-found", 50, (dependency, call) -> 404);
        healthy("unsteady", 50, (dependency, call) -> {
            // Between 2 and 200 ms, mostly short.
            double share = Math.floorMod(call * 37, 100) / 100.0;
            dependency.take((long) (2 * Math.pow(100, share)));
            return 200;
        });
        healthy("seldom", 7 * SECOND, (dependency, call) -> {
            dependency.take(100 + 400L * Math.floorMod(call, 3));
            return 200;
        });
        // Longer than the ten seconds from which a call hangs, and at each of the clock's turns within them.
        healthy("long-poll", 0, (dependency, call) -> {
            dependency.take(call == 1 ? 0 : 25 * SECOND);
            return 204;
        });
        healthy("pauses", 2 * SECOND, usual);
        // Slow, but nobody has asked for more.
        healthy("unhurried", 2 * SECOND, slow());
        sick("a-thread-to-spare", 1, 7, Set.of(), (dependency, call) -> {
            dependency.take(4 * SECOND);
            return 200;
        });
    }

    /** What is called calls back, several times, before it answers. */
    private void callbacks() throws IOException {
        healthy("called-back", 0, (dependency, call) -> 200);
        healthy("calls-back", 5 * SECOND, (dependency, call) -> {
            for (int i = 0; i < 12; i++) {
                visit(applicationPort, "called-back");
            }
            return 200;
        });
    }

    static Dependency.Behaviour usual() {
        return (dependency, call) -> {
            dependency.take(20);
            return 200;
        };
    }

    static Dependency.Behaviour slow() {
        return (dependency, call) -> {
            dependency.take(400);
            return 200;
        };
    }

    Dependency dependency(String name) {
        return all.get(name).dependency();
    }

    /** How many visits of a page that makes one call for each have made none. */
    int refused(String page) {
        return visits.get(page).get() - dependency(page).calls();
    }

    ConfusionTable table() {
        return table;
    }

    /** What the application is told of its dependencies. */
    String[] arguments() {
        List<String> arguments = new ArrayList<>();
        all.values()
                .forEach(scenario -> arguments.add(
                        scenario.name() + "=" + scenario.dependency().url()));
        return arguments.toArray(new String[0]);
    }

    /** From now on there are visitors. */
    void visit(int port) {
        applicationPort = port;
        for (Scenario scenario : all.values()) {
            begin(scenario.name());
            for (int i = 0; i < (scenario.everyMillis() == 0 ? 0 : scenario.visitors()); i++) {
                visitors.scheduleWithFixedDelay(
                        () -> visit(port, scenario.name()), 0, scenario.everyMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private synchronized void begin(String name) {
        began.put(name, System.nanoTime());
    }

    /** One that is no page, but a process of its own. */
    synchronized void begin(String name, Set<String> expected) {
        table.expect(name, expected);
        begin(name);
    }

    /** After a while a dependency behaves in another way, and only from then on counts how long it takes to see it. */
    void becomes(String name, long afterSeconds, Dependency.Behaviour behaviour) {
        visitors.schedule(() -> change(name, behaviour), afterSeconds, TimeUnit.SECONDS);
    }

    private synchronized void change(String name, Dependency.Behaviour behaviour) {
        began.put(name, System.nanoTime());
        dependency(name).becomes(behaviour);
    }

    /** For four seconds nobody is there. */
    void restart(String name, long afterSeconds) {
        visitors.schedule(() -> restart(name), afterSeconds, TimeUnit.SECONDS);
    }

    private void restart(String name) {
        long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        dependency(name).becomes((dependency, call) -> System.nanoTime() < back ? 0 : 200);
    }

    private void visit(int port, String page) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + page))
                .build();
        try {
            http.send(request, BodyHandlers.discarding());
            visits.computeIfAbsent(page, first -> new AtomicInteger()).incrementAndGet();
        } catch (Exception e) {
            // The test is over.
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what was found so far into the table. */
    synchronized void note(List<ReceivedLog> logs) {
        for (ReceivedLog log : logs) {
            if (isOpen(log)) {
                found(scenarioOf(log), String.valueOf(log.attribute("foreshock.finding.type")));
            }
        }
    }

    /** The same of a process of its own. */
    synchronized void note(String name, List<ReceivedLog> logs) {
        for (ReceivedLog log : logs) {
            if (isOpen(log)) {
                found(name, String.valueOf(log.attribute("foreshock.finding.type")));
            } else if (log.eventName().equals("exception") && log.severity().equals("ERROR")) {
                found(name, "crash");
            }
        }
    }

    private static boolean isOpen(ReceivedLog log) {
        return "open".equals(log.attribute("foreshock.finding.state"));
    }

    private void found(String name, String type) {
        table.found(name, type, (System.nanoTime() - began.get(name)) / 1e9);
    }

    /** Whether nothing is left to be found of what is sick in the application. */
    synchronized boolean isComplete() {
        return table.isComplete(all.keySet());
    }

    /** By the dependency where the finding has one, else by the page, the job or the queue. */
    private String scenarioOf(ReceivedLog log) {
        String route = String.valueOf(log.attribute("http.route"));
        String unit = String.valueOf(log.attribute("foreshock.finding.unit"));
        String subject = String.valueOf(log.attribute("foreshock.finding.subject"));
        for (Scenario scenario : all.values()) {
            int port = scenario.dependency().port();
            if (route.equals("/" + scenario.name())
                    || unit.endsWith("." + camelCase(scenario.name()))
                    || subject.equals(scenario.name())
                    || Long.valueOf(port).equals(log.attribute("server.port"))
                    || subject.contains(":" + port)) {
                return scenario.name();
            }
        }
        throw new AssertionError("of nothing that is there: " + log);
    }

    /** A method is called as a scenario, but for its hyphens. */
    private static String camelCase(String name) {
        StringBuilder method = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-') {
                method.append(i > 0 && name.charAt(i - 1) == '-' ? Character.toUpperCase(c) : c);
            }
        }
        return method.toString();
    }

    /** No more visitors come; those who are there get their answers. */
    @Override
    public void close() {
        visitors.shutdownNow();
        all.values().forEach(scenario -> scenario.dependency().close());
        try {
            if (!visitors.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new AssertionError("a visit does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
