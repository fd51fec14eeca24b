// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static dev.foreshock.tests.queues.QueueCalls.all;
import static dev.foreshock.tests.queues.QueueCalls.assertChild;
import static dev.foreshock.tests.queues.QueueCalls.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NATS' client against a real server, where the machine has one. */
class NatsTest {
    private static final String SETTLEMENT = "foreshock.message.settlement";
    private static final String DELIVERIES = "foreshock.message.delivery_count";
    private static final String AGE = "foreshock.message.age";

    static Stream<String> versions() {
        return Stream.of("floor", "2.17", "latest").filter(version -> Libraries.has("nats", version));
    }

    @BeforeAll
    static void serverIsThere() {
        assumeTrue(NatsServer.isInstalled(), NatsServer.MISSING);
    }

    private static NatsServer server() throws Exception {
        return NatsServer.start("canary-user", "canary-password");
    }

    private static JvmBuilder app(String version, int port) throws Exception {
        return LibraryApp.of("nats", version, "NatsApp", "QueueApp").jvm().arguments(Integer.toString(port));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void records_a_message_from_its_sending_to_its_end(String version) throws Exception {
        try (NatsServer server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, server.port()).exportTo(receiver).start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);

            List<ReceivedSpan> plain = calls.made("plain", 4);
            ReceivedSpan sent = only(plain, "PRODUCER", "send orders");
            assertChild(sent, plain.get(0));
            assertEquals("nats", sent.attribute("messaging.system"), sent::toString);
            assertEquals("send", sent.attribute("messaging.operation.type"), sent::toString);
            assertEquals("orders", sent.attribute("messaging.destination.name"), sent::toString);
            QueueCalls.assertLocal(sent);
            assertEquals((long) server.port(), sent.attribute("server.port"), sent::toString);
            ReceivedSpan consumed = only(plain, "CONSUMER", "process orders");
            assertChild(consumed, sent);
            assertEquals("nats", consumed.attribute("messaging.system"), consumed::toString);
            assertEquals("process", consumed.attribute("messaging.operation.type"), consumed::toString);
            assertEquals("orders", consumed.attribute("messaging.destination.name"), consumed::toString);
            assertEquals("workers", consumed.attribute("messaging.consumer.group.name"), consumed::toString);
            QueueCalls.assertLocal(consumed);
            assertEquals((long) server.port(), consumed.attribute("server.port"), consumed::toString);
            for (String unknown : List.of(SETTLEMENT, DELIVERIES, AGE)) {
                assertNull(consumed.attribute(unknown), consumed::toString);
            }
            assertChild(only(plain, "PRODUCER", "send invoices"), consumed);

            List<ReceivedSpan> subject = calls.made("subject", 3);
            ReceivedSpan event = only(subject, "PRODUCER", "send orders.?.created");
            ReceivedSpan heard = only(subject, "CONSUMER", "process orders.?.created");
            assertChild(heard, event);
            assertNull(heard.attribute("messaging.consumer.group.name"), heard::toString);

            ReceivedSpan failed = only(calls.made("fail", 3), "CONSUMER", "process broken");
            assertEquals("ERROR", failed.statusCode(), failed::toString);
            assertEquals("java.lang.IllegalStateException", failed.attribute("error.type"), failed::toString);

            assertEquals("done [kind] [kind]", calls.perform("shared"));
            List<ReceivedSpan> shared = calls.spans(7);
            assertEquals(2, all(shared, "PRODUCER", "send orders").size(), shared::toString);
            assertNotEquals(
                    all(shared, "CONSUMER", "process orders").get(0).parentSpanId(),
                    all(shared, "CONSUMER", "process orders").get(1).parentSpanId());

            assertEquals("done 1", calls.perform("traced"));
            ReceivedSpan foreign = receiver.awaitSpan(span -> span.traceId().equals("11111111111111111111111111111111")
                    && span.kind().equals("CONSUMER"));
            assertEquals("2222222222222222", foreign.parentSpanId(), foreign::toString);
            calls.spans(2);

            assertNotEquals("published", calls.perform("refused"));
            ReceivedSpan refused = only(calls.spans(2), "PRODUCER", "send orders");
            assertEquals("ERROR", refused.statusCode(), refused::toString);
            assertEquals("java.lang.IllegalStateException", refused.attribute("error.type"), refused::toString);

            receiver.awaitMetric(metric -> metric.name().equals("messaging.client.operation.duration")
                    && metric.hasPoint(point -> "nats".equals(point.attribute("messaging.system"))));
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_request_lasts_until_it_is_answered(String version) throws Exception {
        try (NatsServer server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, server.port()).exportTo(receiver).start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            for (String how : List.of("request", "future")) {
                List<ReceivedSpan> spans = calls.made(how, 4);
                ReceivedSpan request = only(spans, "PRODUCER", "send quotes");
                assertChild(request, spans.get(0));
                assertEquals((long) server.port(), request.attribute("server.port"), request::toString);
                assertNull(request.attribute("error.type"), request::toString);
                ReceivedSpan served = only(spans, "CONSUMER", "process quotes");
                assertChild(served, request);
                ReceivedSpan reply = only(spans, "PRODUCER", "send _INBOX.?");
                assertChild(reply, served);
                assertTrue(
                        request.startEpochNanos() + request.durationNanos() > reply.startEpochNanos(), spans::toString);
            }

            ReceivedSpan nobody = only(calls.made("nobody", 2), "PRODUCER", "send nobody");
            assertEquals("ERROR", nobody.statusCode(), nobody::toString);
            assertEquals(
                    "java.util.concurrent.CancellationException", nobody.attribute("error.type"), nobody::toString);
            ReceivedSpan mute = only(calls.made("mute", 3), "PRODUCER", "send mute");
            assertEquals("java.util.concurrent.TimeoutException", mute.attribute("error.type"), mute::toString);
            assertTrue(mute.durationNanos() >= 50_000_000, mute::toString);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void takes_a_loop_of_questions_for_the_consumption_of_each_message(String version) throws Exception {
        try (NatsServer server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, server.port()).exportTo(receiver).start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            List<ReceivedSpan> polled = calls.made("poll", 10);
            List<ReceivedSpan> sent = all(polled, "PRODUCER", "send polled");
            List<ReceivedSpan> consumed = all(polled, "CONSUMER", "process polled");
            List<ReceivedSpan> followed = all(polled, "PRODUCER", "send invoices");
            for (int i = 0; i < 3; i++) {
                assertChild(consumed.get(i), sent.get(i));
                assertChild(followed.get(i), consumed.get(i));
            }
            // Another subscription of the body's own neither begins a unit nor ends that of the loop.
            List<ReceivedSpan> inner = calls.made("inner", 9);
            for (int i = 0; i < 2; i++) {
                ReceivedSpan served = all(inner, "CONSUMER", "process polled").get(i);
                assertChild(served, all(inner, "PRODUCER", "send polled").get(i));
                assertChild(all(inner, "PRODUCER", "send invoices").get(i), served);
            }
            // What a request takes from a subscription belongs to the request.
            calls.made("within", 2);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void tells_what_a_stream_knows_of_a_message(String version) throws Exception {
        try (NatsServer server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, server.port()).exportTo(receiver).start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            for (String how : List.of("stored", "async")) {
                List<ReceivedSpan> stored = calls.made(how, 3);
                ReceivedSpan sent = only(stored, "PRODUCER", "send stored.pushed");
                assertChild(sent, stored.get(0));
                assertNull(sent.attribute("error.type"), sent::toString);
                ReceivedSpan consumed = only(stored, "CONSUMER", "process stored.pushed");
                assertChild(consumed, sent);
                assertEquals("ack", consumed.attribute(SETTLEMENT), consumed::toString);
                assertNull(consumed.attribute(DELIVERIES), consumed::toString);
                assertTrue((Double) consumed.attribute(AGE) < 60, consumed::toString);
            }

            List<ReceivedSpan> again = all(calls.made("again", 4), "CONSUMER", "process stored.pushed");
            assertEquals("requeue", again.get(0).attribute(SETTLEMENT), again::toString);
            assertNull(again.get(0).attribute(DELIVERIES), again::toString);
            assertEquals("ack", again.get(1).attribute(SETTLEMENT), again::toString);
            assertEquals(2L, again.get(1).attribute(DELIVERIES), again::toString);
            ReceivedSpan never = only(calls.made("never", 3), "CONSUMER", "process stored.pushed");
            assertEquals("reject", never.attribute(SETTLEMENT), never::toString);
            ReceivedSpan automatic = only(calls.made("automatic", 3), "CONSUMER", "process stored.automatic");
            assertEquals("ack", automatic.attribute(SETTLEMENT), automatic::toString);

            ReceivedSpan unstored = only(calls.made("unstored", 2), "PRODUCER", "send unstored");
            assertEquals("ERROR", unstored.statusCode(), unstored::toString);

            List<ReceivedSpan> one = calls.made("one", 4);
            ReceivedSpan alone = only(one, "CONSUMER", "process stored.one");
            assertChild(alone, only(one, "PRODUCER", "send stored.one"));
            assertEquals("ack", alone.attribute(SETTLEMENT), alone::toString);
            assertNull(alone.attribute("messaging.batch.message_count"), alone::toString);

            calls.made("fetch", 4);
            ReceivedSpan batch = receiver.awaitSpan(span -> span.name().equals("process stored.fetch"));
            assertEquals(3L, batch.attribute("messaging.batch.message_count"), batch::toString);
            assertEquals("ack", batch.attribute(SETTLEMENT), batch::toString);
            assertTrue(batch.attribute(AGE) instanceof Double, batch::toString);
            assertEquals(3, batch.links().size(), batch::toString);
            List<ReceivedSpan> followed = receiver.awaitSpans(
                    3,
                    span -> span.traceId().equals(batch.traceId())
                            && span.name().equals("send invoices"));
            assertTrue(followed.stream().allMatch(span -> span.isChildOf(batch)), followed::toString);

            calls.made("refetch", 4);
            List<ReceivedSpan> batches =
                    receiver.awaitSpans(2, span -> span.name().equals("process stored.refetch")).stream()
                            .sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
                            .toList();
            assertEquals("requeue", batches.get(0).attribute(SETTLEMENT), batches::toString);
            assertNull(batches.get(0).attribute(DELIVERIES), batches::toString);
            assertEquals("ack", batches.get(1).attribute(SETTLEMENT), batches::toString);
            assertEquals(2L, batches.get(1).attribute(DELIVERIES), batches::toString);

            List<ReceivedSpan> iterated = calls.made("iterate", 10);
            assertEquals(3, all(iterated, "CONSUMER", "process stored.iterate").size(), iterated::toString);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void breaks_no_message_by_its_context(String version) throws Exception {
        try (NatsServer server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, server.port()).exportTo(receiver).start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            assertEquals("done false", calls.perform("large"));
            calls.spans(2);
            assertEquals("PUB orders 4", calls.perform("headerless"));
            calls.spans(2);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void lets_no_content_out(String version) throws Exception {
        try (NatsServer server = server();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(version, server.port())
                        .agentArguments("diagnose")
                        .expectStderr("^\\[foreshock]")
                        .expectStderr("^ ")
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            List<ReceivedSpan> kept = calls.made("secrets", 5);
            only(kept, "PRODUCER", "send $KV.settings.?");
            only(kept, "CONSUMER", "process $KV.settings.?");
            calls.made("fail", 3);
            JvmExit exit = jvm.finish();
            for (String secret : List.of("canary", "example.com")) {
                assertFalse(receiver.sawText(secret), () -> secret + " in " + receiver.describe());
                assertFalse(String.join("\n", exit.stderr()).contains(secret), exit::describe);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void changes_nothing_that_the_application_sees(String version) throws Exception {
        List<String> without = semantics(version, null);
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            assertEquals(without, semantics(version, receiver));
            assertTrue(without.get(0)
                    .startsWith("semantics.a one {}; semantics.b two {}; semantics.c three {kind=[a, b]}; "));
            assertTrue(without.get(0).endsWith("; quote; acknowledged stored; kept 1"), without::toString);
            assertFalse(receiver.spans().isEmpty());
        }
    }

    /** Of a server of its own: a stream keeps what it gets. */
    private static List<String> semantics(String version, OtlpReceiver receiver) throws Exception {
        try (NatsServer server = server()) {
            JvmBuilder app = app(version, server.port()).arguments("semantics");
            return (receiver == null ? app.withoutAgent() : app.exportTo(receiver))
                    .run()
                    .assertClean()
                    .stdout();
        }
    }
}
