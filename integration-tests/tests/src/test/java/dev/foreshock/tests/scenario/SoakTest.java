// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.PostgresServer;
import dev.foreshock.tests.detect.ShopApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Healthy, busy applications with the default settings, their cold start included, raise no finding in half an hour. Runs with the
 * profile {@code soak} alone; {@code foreshock.soak.minutes} says for how long.
 */
@Tag("soak")
class SoakTest {
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("foreshock.soak.minutes", 30));

    /** Of the shop, those of whose pages nothing is to be said. */
    private static final List<String> PAGES = List.of(
            "/healthy",
            "/joined",
            "/in-list",
            "/few",
            "/read-after-write",
            "/batched",
            "/wide-update",
            "/pages",
            "/fan-out",
            "/probes");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger served = new AtomicInteger();

    @Test
    void nothing_is_said_of_what_is_healthy() throws Exception {
        assertEquals(java.util.Optional.empty(), PostgresServer.unavailable());
        ScheduledExecutorService customers = Executors.newScheduledThreadPool(PAGES.size());
        try (PostgresServer postgres = PostgresServer.start();
                Surroundings surroundings = Surroundings.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                Scenarios scenarios = new Scenarios()) {
            scenarios.healthy();
            try (ForkedJvm shop = ForkedJvm.of(ShopApplication.class)
                            .library("postgresql", "latest")
                            .library("tomcat", "latest")
                            .arguments(postgres.jdbcUrl())
                            .exportTo(receiver)
                            .timeout(LENGTH.plusMinutes(5))
                            .start();
                    ForkedJvm caller = surroundings
                            .application(scenarios)
                            .exportTo(receiver)
                            .timeout(LENGTH.plusMinutes(5))
                            .start()) {
                int port = shop.awaitReady();
                for (String page : PAGES) {
                    customers.scheduleWithFixedDelay(() -> get(port, page), 0, 100, TimeUnit.MILLISECONDS);
                }
                scenarios.visit(caller.awaitReady());
                for (long after = 60; after < LENGTH.toSeconds(); after += 300) {
                    scenarios.restart("restarts", after);
                }
                // Nothing is waited for: it must stay quiet.
                customers.awaitTermination(LENGTH.toSeconds(), TimeUnit.SECONDS);
                customers.shutdown();
                assertTrue(customers.awaitTermination(30, TimeUnit.SECONDS), "a visit does not end");
                scenarios.close();
                caller.finish().assertClean();
                shop.finish().assertClean();
            }
            assertEquals(List.of(), receiver.findings());
            assertEquals(Set.of(), scenarios.table().wrong());
            long least = LENGTH.toSeconds() * PAGES.size();
            assertTrue(served.get() > least, () -> served + " requests, less than " + least);
            System.out.println(served + " requests of the shop in " + LENGTH + ", and no finding");
        } finally {
            customers.shutdownNow();
        }
    }

    private void get(int port, String page) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page))
                .build();
        try {
            if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                served.incrementAndGet();
            }
        } catch (Exception e) {
            Thread.currentThread().interrupt();
        }
    }
}
