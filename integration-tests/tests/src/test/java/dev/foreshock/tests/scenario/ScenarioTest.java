// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything at once, as in production: one application with many pages, some of them sick, and a few processes that begin, wait and
 * end. With the default settings, but for how long a process is young and idle, and how much is said in a minute, all that is sick must
 * be named and nothing else. Prints how that went.
 */
class ScenarioTest {
    @TempDir
    Path directory;

    @Test
    void all_that_is_sick_is_named_and_nothing_else() throws Exception {
        Scenarios scenarios = new Scenarios();
        try (Surroundings surroundings = Surroundings.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                scenarios) {
            scenarios.healthy();
            repeatedCalls(scenarios);
            statements(scenarios);
            troubledDependencies(scenarios);
            withoutVisitors(scenarios);
            String limit = "http:127.0.0.1:" + scenarios.dependency("sluggish").port() + "=300ms";
            try (ForkedJvm jvm = surroundings
                            .application(scenarios)
                            .environment("FORESHOCK_SLOW_THRESHOLDS", limit)
                            // No application is sick in so many ways at once.
                            .environment("FORESHOCK_FINDINGS_MAX_PER_MINUTE", "60")
                            .exportTo(receiver)
                            .timeout(Duration.ofMinutes(5))
                            .expectStderr("[a-z_]+ \\((warning|critical)\\): ")
                            .start();
                    Processes processes = new Processes(scenarios, directory)) {
                scenarios.visit(jvm.awaitReady());
                processes.start();
                // Long enough ago when the last trouble is found.
                scenarios.restart("restarts", 10);
                // What is usual has to be learned first.
                scenarios.becomes("stalls", 40, (dependency, call) -> {
                    dependency.take(20 * Scenarios.SECOND);
                    return 200;
                });
                receiver.deadline(Duration.ofSeconds(150));
                receiver.awaitLogs((List<ReceivedLog> logs) -> {
                    scenarios.note(logs);
                    return scenarios.isComplete();
                });
                processes.join();
                scenarios.close();
                jvm.finish().assertClean();
                scenarios.note(receiver.findings());
            }
        } finally {
            System.out.println(scenarios.table());
            Files.writeString(
                    Path.of("target", "scenarios.txt"), scenarios.table().toString());
        }
        int refused = scenarios.refused("breaker");
        assertTrue(refused > 20, () -> "the circuit breaker has refused " + refused + " calls");
        assertEquals(Set.of(), scenarios.table().missed(), scenarios.table()::toString);
        assertEquals(Set.of(), scenarios.table().wrong(), scenarios.table()::toString);
    }

    private static void repeatedCalls(Scenarios scenarios) throws Exception {
        Dependency.Behaviour quick = (dependency, call) -> 200;
        scenarios.sick("customers-one-by-one", 2 * Scenarios.SECOND, 1, Set.of("n_plus_one"), quick);
        scenarios.sick("prices-one-by-one", 2 * Scenarios.SECOND, 1, Set.of("n_plus_one"), quick);
        scenarios.sick("documents-one-by-one", 5 * Scenarios.SECOND, 1, Set.of("n_plus_one"), quick);
        scenarios.sick("orders-one-by-one", 5 * Scenarios.SECOND, 1, Set.of("n_plus_one"), quick);
        scenarios.sick("same-rate-again", 2 * Scenarios.SECOND, 1, Set.of("redundant_call"), quick);
    }

    private static void statements(Scenarios scenarios) throws Exception {
        Map<String, String> pages = Map.of(
                "customer-of-each-order", "n_plus_one",
                "settings-again", "redundant_query",
                "lists-of-two", "chunked_in",
                "lines-one-by-one", "unbatched_writes",
                "numbers-one-by-one", "sequence_roundtrip",
                "a-bit-of-everything", "query_budget",
                "monthly-report", "slow_statement",
                "hundred-pages", "pagination");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            scenarios.sick(page.getKey(), 2 * Scenarios.SECOND, 1, Set.of(page.getValue()), (dependency, call) -> 200);
        }
    }

    /** What the application does by itself: a job, and a consumer of messages. */
    private static void withoutVisitors(Scenarios scenarios) throws Exception {
        scenarios.sick("visits-one-by-one", 0, 0, Set.of("n_plus_one"), (dependency, call) -> 200);
        scenarios.sick("poisoned-queue", 0, 0, Set.of("redelivery_storm"), (dependency, call) -> 200);
    }

    private static void troubledDependencies(Scenarios scenarios) throws Exception {
        scenarios.sick("stalls", 100, 8, Set.of("slow_dependency"), Scenarios.usual());
        scenarios.sick("sluggish", 2 * Scenarios.SECOND, 1, Set.of("slow_call"), Scenarios.slow());
        scenarios.sick("fails", 200, 1, Set.of("failing_dependency"), (dependency, call) -> 500);
        scenarios.sick("hangs", 1, 1, Set.of("hanging_call"), (dependency, call) -> {
            dependency.take(100 * Scenarios.SECOND);
            return 200;
        });
        // Not slower than ever, but all that serve the page wait for it, and others wait for them: no thread is free in
        // between.
        // Not all of one length: in step they would all be young at each of two looks, or none.
        scenarios.sick("few-threads", 1, 16, Set.of("worker_saturation"), (dependency, call) -> {
            dependency.take((2 + Math.floorMod(call, 5)) * Scenarios.SECOND);
            return 200;
        });
        // Three in four are broken: that it fails is as true as that it is asked again and again.
        Set<String> both = Set.of("retry_storm", "failing_dependency");
        scenarios.sick("retries-at-once", 200, 1, both, (dependency, call) -> call % 4 == 0 ? 200 : 503);
    }
}
