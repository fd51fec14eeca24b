// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.TracedCases;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** Has an application perform one case after the other, each in a trace of its own, and looks at the spans of its commands. */
final class RedisCalls {
    private final TracedCases cases;
    private final OtlpReceiver receiver;

    RedisCalls(int port, OtlpReceiver receiver) {
        this.cases = new TracedCases(port);
        this.receiver = receiver;
    }

    private String trace() {
        return cases.trace();
    }

    /** What the application answers. */
    String perform(String name) throws IOException, InterruptedException {
        return cases.perform(name);
    }

    /** The spans of a case in the order of their beginning; connecting is none of them. */
    List<ReceivedSpan> made(String name, int commands) throws Exception {
        assertEquals("done", perform(name), name);
        List<ReceivedSpan> all = ofLast();
        assertEquals(commands, all.size(), all::toString);
        return all;
    }

    List<ReceivedSpan> made(String name, String command) throws Exception {
        assertEquals("done", perform(name), name);
        return ofLast(command);
    }

    List<ReceivedSpan> failing(String name, int commands) throws Exception {
        assertNotEquals("done", perform(name), name);
        List<ReceivedSpan> all = ofLast();
        assertEquals(commands, all.size(), all::toString);
        return all;
    }

    List<ReceivedSpan> failing(String name, String command) throws Exception {
        assertNotEquals("done", perform(name), name);
        return ofLast(command);
    }

    ReceivedSpan one(String name) throws Exception {
        return made(name, 1).get(0);
    }

    /** Connecting to nobody fails, and shows. */
    void refused() throws Exception {
        assertNotEquals("done", perform("refused"));
        List<ReceivedSpan> all = clients();
        assertTrue(all.stream().anyMatch(span -> span.attribute("error.type") != null), all::toString);
    }

    /** The spans of this command in the case that came last. */
    List<ReceivedSpan> ofLast(String command) {
        return ofLast().stream().filter(span -> span.name().equals(command)).toList();
    }

    /** The spans of the commands in the case that came last. */
    List<ReceivedSpan> ofLast() {
        return clients().stream()
                .filter(span -> !span.name().startsWith("connect"))
                .toList();
    }

    /** A trace is exported as a whole, with its root. */
    private List<ReceivedSpan> clients() {
        ReceivedSpan root = receiver.awaitSpan(
                span -> span.traceId().equals(trace()) && span.kind().equals("SERVER"));
        return receiver
                .spans(span -> span.traceId().equals(trace()) && span.kind().equals("CLIENT"))
                .stream()
                .peek(span -> assertTrue(span.startEpochNanos() >= root.startEpochNanos(), span::toString))
                .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                .toList();
    }
}
