// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedeliveryStormsTest {
    private static final Target BROKER = new Target("rabbitmq", "broker.example.com", 5672, null);
    private static final String FAILURE = "java.lang.IllegalStateException";

    private final Given given = new Given();
    private final Traffic traffic = new Traffic(given);
    private long ids = 1_000_000;

    /** @param delivery which delivery it is; what came again has no success */
    private void message(String queue, long delivery, boolean fails) {
        LocalTrace unit = new LocalTrace(1, ++ids, 0, true, null, null, Kind.MESSAGE, ++ids, given.nowNanos, 0);
        unit.method("process");
        unit.route(queue);
        unit.root().target(BROKER);
        if (delivery > 1) {
            unit.root().attribute("foreshock.message.delivery_count", delivery);
        }
        if (fails) {
            unit.root().fail(new IllegalStateException());
        }
        unit.root().close(given.nowNanos);
        unit.freeze();
        traffic.detection.unitEnded(unit);
    }

    private void seconds(int seconds, Runnable perSecond) {
        for (int i = 0; i < seconds; i++) {
            given.nowNanos += Clock.SECOND;
            perSecond.run();
            traffic.detection.second();
        }
    }

    private Finding latest() {
        return traffic.last().finding();
    }

    @Test
    void a_message_that_nobody_can_digest_is_named_and_so_is_its_end() {
        long[] delivery = {1};
        seconds(60, () -> {
            message("orders", 1, false);
            message("orders", ++delivery[0], true);
        });
        assertEquals(List.of("redelivery_storm OPEN"), traffic.turns());
        assertEquals(Severity.CRITICAL, latest().severity());
        String said = latest().message();
        assertTrue(
                said.startsWith(
                        "process orders (rabbitmq:broker.example.com:5672) gets the same messages again and again: "),
                said);
        assertTrue(said.contains(" redeliveries and "), said);
        assertTrue(said.contains(" new messages in the last minute, one of them delivered "), said);
        assertTrue(said.endsWith("the consumer failed in 100 % of the redeliveries, the latest with " + FAILURE), said);

        seconds(150, () -> message("orders", 1, false));
        assertEquals(List.of("redelivery_storm OPEN", "redelivery_storm RESOLVED"), traffic.turns());
    }

    @Test
    void one_in_four_is_a_warning_and_one_in_ten_is_none() {
        seconds(120, () -> {
            for (int i = 0; i < 8; i++) {
                message("orders", 1, false);
                message("fine", 1, false);
                message("fine", 1, false);
            }
            message("orders", 2, false);
            message("orders", 2, false);
            message("fine", 2, false);
        });
        assertEquals(List.of("redelivery_storm OPEN"), traffic.turns());
        assertEquals("orders", latest().subject());
        assertEquals(Severity.WARNING, latest().severity());
        assertTrue(latest().message().contains("failed in 0 % of the redeliveries"), latest().message());
    }

    @Test
    void a_consumer_that_starts_again_gets_what_it_had_not_acknowledged() {
        seconds(60, () -> message("orders", 1, false));
        seconds(15, () -> {
            for (int i = 0; i < 100; i++) {
                message("orders", 2, false);
            }
        });
        seconds(300, () -> message("orders", 1, false));
        assertEquals(List.of(), traffic.turns());
    }

    @Test
    void a_few_messages_that_come_again_now_and_then_are_how_queues_work() {
        for (int i = 0; i < 30; i++) {
            message("orders", 2, true);
            message("orders", 3, true);
            message("orders", 4, false);
            seconds(20, () -> message("orders", 1, false));
        }
        assertEquals(List.of(), traffic.turns());
    }

    @Test
    void nothing_is_kept_of_a_night_in_which_the_machine_slept() {
        seconds(20, () -> {
            message("orders", 2, true);
            message("orders", 3, true);
        });
        given.nowNanos += 3_600 * Clock.SECOND;
        seconds(15, () -> message("orders", 2, true));
        assertEquals(List.of(), traffic.turns());
    }

    @Test
    void more_queues_than_fit_are_counted() {
        for (int i = 0; i < RedeliveryStorms.MAX_QUEUES + 5; i++) {
            message("queue-" + (char) ('a' + i % 26) + i, 2, false);
        }
        assertEquals(5, given.dropped.getOrDefault("redelivery_queues_full", 0L));
    }
}
