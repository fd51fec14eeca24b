// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.ReceivedLog;
import java.io.IOException;
import java.time.Duration;

/**
 * Customers sign in, and then nobody does for a while, twice. The keys that this needs have run out by then, and the first
 * customer waits until they are fetched again. A quiet hour takes some seconds here.
 */
final class QuietStory {
    private static final String FINDING = "cold_after_idle";
    private static final String PAGE = "/sign-in";

    /** So many visits are enough for the agent to know what is usual. */
    private static final int VISITS = 12;

    private static final int IDLE_SECONDS = 4;
    private static final int HOURS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Progress progress;
    private final boolean withAgent;

    QuietStory(Progress progress, boolean withAgent) {
        this.progress = progress;
        this.withAgent = withAgent;
    }

    /** What an hour is: when the agent calls a shop idle, and when the shop lets go of its keys. */
    static void configure(JvmBuilder shop) {
        shop.environment("FORESHOCK_COLDSTART_IDLE_SECONDS", Integer.toString(IDLE_SECONDS))
                .environment("IDENTITY_KEYS_KEPT", (IDLE_SECONDS - 1) + "s");
    }

    void tell(Shop shop) throws IOException, InterruptedException {
        signIn(shop, VISITS);
        for (int i = 0; i < HOURS; i++) {
            progress.say("  Nobody comes for " + (IDLE_SECONDS + 1) + " s; then a customer signs in");
            Thread.sleep((IDLE_SECONDS + 1) * 1_000L);
            signIn(shop, 1);
        }
        // The answer is there before the agent has looked at the request: a shop that ended now might not say it.
        boolean said = withAgent && shop.awaitSaid(FINDING, PATIENCE);
        if (withAgent) {
            progress.say("  " + FINDING + (said ? " was found" : " was not found"));
        }
    }

    private static void signIn(Shop shop, int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            shop.visit(PAGE);
        }
    }

    static boolean isAbout(ReceivedLog finding) {
        return FINDING.equals(finding.attribute("foreshock.finding.type"))
                && ("GET " + PAGE).equals(finding.attribute("foreshock.finding.subject"));
    }

    /** @param shown whether the findings have arrived here, and not only on the shop's standard error */
    static boolean verdict(boolean shown, Run run, Report report) {
        boolean found = shown
                ? run.findings().stream().anyMatch(QuietStory::isAbout)
                : run.exit().stderr().stream()
                        .anyMatch(line -> line.contains(FINDING) && line.contains("GET " + PAGE + " "));
        if (!found) {
            report.line("NOT FOUND: no " + FINDING + " names " + PAGE);
        }
        return found;
    }
}
