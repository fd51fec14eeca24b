// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.detect.Traffic.Load;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdStartsTest {
    private final Given given = new Given();
    private final Traffic traffic = new Traffic(given);
    private final Load page = new Load().taking(() -> 20);
    private int ids;

    private LocalTrace request(long nanos, int connects) {
        return unit(Kind.REQUEST, nanos, connects, false);
    }

    private void function(Traffic own, long nanos) {
        LocalTrace unit = new LocalTrace(1, ++ids, 0, true, null, null, Kind.JOB, ++ids, given.nowNanos, 0);
        unit.root().attribute("faas.trigger", "http");
        given.nowNanos += nanos;
        unit.root().close(given.nowNanos);
        unit.freeze();
        own.detection.unitEnded(unit);
    }

    private LocalTrace unit(Kind kind, long nanos, int connects, boolean function) {
        LocalTrace unit = new LocalTrace(1, ++ids, 0, true, null, null, kind, ++ids, given.nowNanos, 0);
        unit.method("GET");
        unit.route("/checkout");
        if (function) {
            unit.root().attribute("faas.trigger", "http");
        }
        traffic.underWay.add(unit);
        long step = Clock.SECOND;
        for (long left = nanos; left > 0; left -= step) {
            given.nowNanos += Math.min(step, left);
            traffic.detection.second();
        }
        for (int i = 0; i < connects; i++) {
            Operation connect =
                    new Operation(unit, unit.root(), Kind.CONNECT, ++ids, given.nowNanos - 200 * Traffic.MS);
            connect.close(given.nowNanos);
            unit.add(connect, true);
        }
        unit.root().close(given.nowNanos);
        unit.freeze();
        traffic.underWay.remove(unit);
        traffic.detection.unitEnded(unit);
        return unit;
    }

    @Test
    void the_first_unit_is_measured_and_described_and_is_no_finding() {
        given.nowNanos += 3 * Clock.SECOND;
        traffic.detection.second();
        LocalTrace first = request(2_500 * Traffic.MS, 2);
        LocalTrace second = request(20 * Traffic.MS, 0);
        assertEquals(List.of("process 2.5 s"), given.coldStarts);
        assertEquals("process", first.root().attribute("foreshock.cold_start"));
        assertEquals(2L, first.root().attribute("foreshock.cold_start.connections"));
        assertEquals(0.4, first.root().attribute("foreshock.cold_start.connect_seconds"));
        assertTrue((Long) first.root().attribute("foreshock.cold_start.classes") > 1_000);
        assertEquals(0.31, first.root().attribute("foreshock.cold_start.weaving_seconds"));
        assertNull(second.root().attribute("foreshock.cold_start"));
        traffic.minutes(60, page);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_function_that_takes_a_second_from_its_start_is_named() {
        given.nowNanos += 900 * Traffic.MS;
        unit(Kind.JOB, 300 * Traffic.MS, 0, true);
        assertEquals(List.of("cold_start OPEN"), traffic.said());
        assertTrue(
                traffic.last()
                        .finding()
                        .message()
                        .startsWith(
                                "GET /checkout started cold: 1.2 s until its first invocation was answered, 900 ms of them before"),
                traffic.last().finding().message());
        assertTrue(
                traffic.last().finding().message().contains("; this agent held it up for 310 ms by weaving"),
                traffic.last().finding().message());
        assertEquals(List.of("process 1.2 s"), given.coldStarts);
    }

    @Test
    void a_function_that_starts_within_a_second_is_well() {
        given.nowNanos += 600 * Traffic.MS;
        unit(Kind.JOB, 300 * Traffic.MS, 0, true);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void a_function_that_was_started_ahead_has_let_nobody_wait() {
        for (String type : List.of("provisioned-concurrency", "snap-start", "lambda-managed-instances")) {
            given.initializationType = type;
            given.nowNanos += 3 * 3_600 * Clock.SECOND;
            Traffic own = new Traffic(given);
            given.nowNanos += 2 * 3_600 * Clock.SECOND;
            function(own, 300 * Traffic.MS);
            assertEquals(List.of(), given.announced, type);
        }
        assertEquals(List.of("process 300 ms", "process 300 ms", "process 300 ms"), given.coldStarts);
    }

    @Test
    void but_a_first_invocation_that_is_slow_all_the_same_is_named() {
        given.initializationType = "provisioned-concurrency";
        given.nowNanos += 3_600 * Clock.SECOND;
        unit(Kind.JOB, 1_500 * Traffic.MS, 0, true);
        assertEquals(List.of("cold_start OPEN"), traffic.said());
        Finding finding = traffic.last().finding();
        assertTrue(
                finding.message()
                        .startsWith(
                                "GET /checkout started cold: 1.5 s until its first invocation was answered, though it"
                                        + " was started ahead"),
                finding.message());
        assertTrue(finding.suggestion().startsWith("Have the initialization do"), finding.suggestion());
    }

    @Test
    void an_instance_on_demand_that_was_idle_before_its_first_invocation_was_started_ahead() {
        given.initializationType = "on-demand";
        given.cpuNanos = 4 * Clock.SECOND;
        given.nowNanos += 1_200 * Clock.SECOND;
        unit(Kind.JOB, 300 * Traffic.MS, 0, true);
        assertEquals(List.of("process 300 ms"), given.coldStarts);
        assertEquals(List.of(), given.announced);
    }

    @Test
    void one_that_was_busy_all_the_time_needed_it() {
        given.initializationType = "on-demand";
        given.cpuNanos = 13 * Clock.SECOND;
        given.nowNanos += 15 * Clock.SECOND;
        unit(Kind.JOB, 300 * Traffic.MS, 0, true);
        assertEquals(List.of("cold_start OPEN"), traffic.said());
        assertEquals(List.of("process 15.3 s"), given.coldStarts);
    }

    @Test
    void the_first_request_after_idleness_is_named_when_it_is_slow_for_the_second_time() {
        traffic.minutes(5, page);
        traffic.minutes(6);
        LocalTrace first = request(2 * Clock.SECOND, 3);
        assertEquals("idle", first.root().attribute("foreshock.cold_start"));
        assertEquals(1, first.findings().size(), "its trace is kept");
        assertEquals(List.of(), given.announced);
        traffic.minutes(5, page);
        traffic.minutes(12);
        request(2 * Clock.SECOND, 3);
        assertEquals(List.of("cold_after_idle OPEN"), traffic.said());
        String message = traffic.last().finding().message();
        assertTrue(
                message.startsWith("GET /checkout took 2 s as the first request after 12 min without any, usually 2"),
                message);
        assertTrue(message.contains("; 3 connections were opened in 600 ms"), message);
        assertTrue(traffic.last().finding().suggestion().startsWith("Keep some connections open"));
        assertEquals(List.of("process 21 ms", "idle 2 s", "idle 2 s"), given.coldStarts);
    }

    @Test
    void what_ran_out_while_idle_is_named() {
        Load signIn = new Load()
                .of(Kind.HTTP, Traffic.SHIPPING, Recorded.PRICE)
                .route("/sign-in")
                .taking(() -> 1);
        traffic.minutes(5, signIn);
        for (int i = 0; i < 2; i++) {
            traffic.minutes(6);
            traffic.once(signIn.taking(() -> 1_500));
            traffic.minutes(1, signIn.taking(() -> 1));
        }
        assertEquals(List.of("cold_after_idle OPEN"), traffic.turns());
        Finding finding = traffic.last().finding();
        assertTrue(finding.message().contains("; 1.5 s of it in " + Recorded.PRICE.summary()), finding.message());
        assertTrue(finding.suggestion().startsWith("Look for what runs out while idle"), finding.suggestion());
    }

    @Test
    void tls_handshakes_since_the_last_request_are_counted() {
        given.handshakes = new Handshakes(2, 80 * Traffic.MS);
        LocalTrace start = request(20 * Traffic.MS, 1);
        assertEquals(2L, start.root().attribute("foreshock.cold_start.tls_handshakes"));
        traffic.minutes(5, page);
        for (int i = 0; i < 2; i++) {
            traffic.minutes(6);
            given.handshakes =
                    new Handshakes(given.handshakes.count() + 3, given.handshakes.nanos() + 450 * Traffic.MS);
            LocalTrace first = request(2 * Clock.SECOND, 3);
            assertEquals(3L, first.root().attribute("foreshock.cold_start.tls_handshakes"));
            assertEquals(0.45, first.root().attribute("foreshock.cold_start.tls_seconds"));
            traffic.minutes(1, page);
        }
        String message = traffic.last().finding().message();
        assertTrue(message.endsWith("; 3 TLS handshakes took 450 ms"), message);
    }

    @Test
    void a_first_request_that_is_quick_enough_or_always_slow_is_nothing() {
        traffic.minutes(5, page);
        for (int i = 0; i < 5; i++) {
            traffic.minutes(6);
            request(900 * Traffic.MS, 1);
            traffic.minutes(2, page);
        }
        Load report = new Load()
                .of(Kind.HTTP, Traffic.SHIPPING, Recorded.PRICE)
                .route("/report")
                .taking(() -> 3_000);
        traffic.minutes(5, report);
        for (int i = 0; i < 5; i++) {
            traffic.minutes(6);
            traffic.minutes(1, report);
        }
        assertEquals(List.of(), given.announced);
    }

    @Test
    void much_slow_traffic_at_the_start_is_said_once_when_it_is_known_what_is_usual() {
        traffic.minutes(1, page.taking(() -> traffic.random.nextInt(3) == 0 ? 3_000 : 50));
        traffic.minutes(8, page.taking(() -> 20));
        assertEquals(List.of(), given.announced);
        traffic.minutes(60, page);
        assertEquals(List.of("readiness_before_warm OPEN", "readiness_before_warm RESOLVED"), traffic.turns());
        String message = given.announced.get(0).finding().message();
        assertTrue(message.matches("\\d+ of \\d+ requests in the first 5 min took more than .*"), message);
    }

    @Test
    void pages_that_are_slow_at_all_times_are_not_cold() {
        traffic.minutes(60, page.taking(() -> traffic.random.nextInt(20) == 0 ? 3_000 : 20));
        assertEquals(List.of(), given.announced);
    }

    @Test
    void two_slow_requests_are_the_start_of_every_healthy_process() {
        traffic.seconds(1, new Load().perMinute(120).taking(() -> 2_000));
        traffic.minutes(60, page);
        assertEquals(List.of(), given.announced);
    }
}
