// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.ReceivedLog;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Every order page asks the shipping service once, and every new order has the warehouse book a parcel there. First that is
 * nothing to speak of; then the service becomes slow; then it fails, and the warehouse asks four times for each order.
 */
final class ShippingStory {
    private static final String SLOW = "slow_dependency";
    private static final String FAILING = "failing_dependency";
    private static final String STORM = "retry_storm";
    private static final List<String> EXPECTED = List.of(SLOW, FAILING, STORM);

    /** So many calls are enough for the agent to know what is usual. */
    private static final int HEALTHY_PAGES = 90;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ShippingService service;
    private final int orders;
    private final Progress progress;

    ShippingStory(ShippingService service, int orders, Progress progress) {
        this.service = service;
        this.orders = orders;
        this.progress = progress;
    }

    /** Tells it to the end, which is when the agent has said that the service fails, or should have. */
    List<Visit> tell(Shop shop) throws InterruptedException {
        progress.say(
                "  The shop is up; " + Visitors.COUNT
                        + " visitors read the pages of their orders, each of which asks the shipping service once, and order more");
        Visitors visitors = new Visitors(shop, orders);
        try {
            visitors.awaitVisits(HEALTHY_PAGES);
            service.becomeSlow();
            progress.say("  The shipping service becomes slow: " + ShippingService.SLOW_SECONDS + " s for an answer");
            await(shop, SLOW);
            service.fail();
            progress.say(
                    "  The shipping service fails: 503 at once; what fails for less than 20 s is not worth a finding");
            await(shop, FAILING);
            await(shop, STORM);
        } finally {
            visitors.leave();
        }
        return visitors.visits();
    }

    private void await(Shop shop, String finding) throws InterruptedException {
        long start = System.nanoTime();
        boolean said = shop.awaitSaid(finding, PATIENCE);
        progress.say(String.format(
                Locale.ROOT,
                "  %s %s after %.1f s",
                finding,
                said ? "was found" : "was not found",
                (System.nanoTime() - start) / 1e9));
    }

    /** @param shown whether the findings have arrived here, and not only on the shop's standard error */
    boolean verdict(boolean shown, Run run, Report report) {
        boolean all = true;
        for (String type : EXPECTED) {
            boolean found = shown
                    ? run.findings().stream().anyMatch(finding -> isAbout(finding, type))
                    : run.exit().stderr().stream()
                            .anyMatch(line -> line.contains(type) && line.contains(":" + service.port()));
            if (!found) {
                report.line("NOT FOUND: no " + type + " names the shipping service");
            }
            all &= found;
        }
        boolean only =
                run.findings().stream().allMatch(finding -> EXPECTED.stream().anyMatch(type -> isAbout(finding, type)));
        if (!only) {
            report.line("FALSE ALARM: a finding names something else than the shipping service");
        }
        return all && only;
    }

    private boolean isAbout(ReceivedLog finding, String type) {
        return type.equals(finding.attribute("foreshock.finding.type"))
                && finding.attribute("server.port") instanceof Long port
                && port == service.port();
    }
}
