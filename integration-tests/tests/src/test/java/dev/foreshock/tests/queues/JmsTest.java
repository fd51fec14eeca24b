// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.queues;

import static dev.foreshock.tests.queues.QueueCalls.all;
import static dev.foreshock.tests.queues.QueueCalls.assertChild;
import static dev.foreshock.tests.queues.QueueCalls.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.JvmExit;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JMS of both packages, with the clients of ActiveMQ Classic and Artemis, and Spring's containers above. */
class JmsTest {
    private static final String SETTLEMENT = "foreshock.message.settlement";
    private static final String DELIVERIES = "foreshock.message.delivery_count";

    /** Older versions log by java.util.logging; what the agent says is looked at all the same. */
    private static final String OF_THE_LIBRARY = "^(?!\\[foreshock])";

    /** {@code server} is the library of the broker, and the class in {@code apps} that starts it. */
    record Provider(String library, String version, String app, String server, String serverApp) {
        static Provider artemis(String version) {
            return new Provider("artemis", version, "ArtemisApp", "artemis-server", "ArtemisServer");
        }

        static Provider activeMq(String version) {
            return new Provider("activemq", version, "ActiveMqApp", "activemq-server", "ActiveMqServer");
        }

        ForkedJvm broker() throws Exception {
            return LibraryApp.of(server, "latest", serverApp)
                    .jvm()
                    .withoutAgent()
                    .expectStderr(".*")
                    .start();
        }

        JvmBuilder jvm(int port) throws Exception {
            return LibraryApp.of(library, version, app, "JmsApp", "QueueApp")
                    .jvm()
                    .expectStderr(OF_THE_LIBRARY)
                    .arguments(Integer.toString(port));
        }

        @Override
        public String toString() {
            return library + " " + version;
        }
    }

    static Stream<Provider> providers() {
        return Stream.of(
                        Provider.artemis("floor"),
                        Provider.artemis("2.19"),
                        Provider.artemis("latest"),
                        Provider.activeMq("floor"),
                        Provider.activeMq("latest"))
                .filter(provider -> Libraries.has(provider.library, provider.version));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void records_a_message_from_its_sending_to_its_end(Provider provider) throws Exception {
        try (ForkedJvm broker = provider.broker();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm =
                        provider.jvm(broker.awaitReady()).exportTo(receiver).start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);

            List<ReceivedSpan> plain = calls.made("plain", 4);
            ReceivedSpan sent = only(plain, "PRODUCER", "send orders");
            assertChild(sent, plain.get(0));
            assertEquals("activemq", sent.attribute("messaging.system"), sent::toString);
            assertEquals("orders", sent.attribute("messaging.destination.name"), sent::toString);
            ReceivedSpan consumed = only(plain, "CONSUMER", "process orders");
            assertChild(consumed, sent);
            assertEquals("activemq", consumed.attribute("messaging.system"), consumed::toString);
            assertEquals("ack", consumed.attribute(SETTLEMENT), consumed::toString);
            assertNull(consumed.attribute(DELIVERIES), consumed::toString);
            assertNotNull(consumed.attribute("foreshock.message.age"), consumed::toString);
            assertChild(only(plain, "PRODUCER", "send invoices"), consumed);

            List<ReceivedSpan> overloads = calls.made("overloads", 7);
            assertEquals(3, all(overloads, "PRODUCER", "send quiet").size(), overloads::toString);
            assertEquals(3, all(overloads, "CONSUMER", "process quiet").size(), overloads::toString);

            List<ReceivedSpan> requeued = all(calls.made("requeue", 4), "CONSUMER", "process transacted");
            assertEquals("requeue", requeued.get(0).attribute(SETTLEMENT), requeued::toString);
            assertEquals("ack", requeued.get(1).attribute(SETTLEMENT), requeued::toString);
            assertEquals(2L, requeued.get(1).attribute(DELIVERIES), requeued::toString);

            List<ReceivedSpan> failed = all(calls.made("fail", 4), "CONSUMER", "process broken");
            assertEquals("java.lang.IllegalStateException", failed.get(0).attribute("error.type"), failed::toString);
            assertNull(failed.get(1).attribute("error.type"), failed::toString);
            assertEquals(2L, failed.get(1).attribute(DELIVERIES), failed::toString);

            List<ReceivedSpan> again = all(calls.made("again", 5), "CONSUMER", "process quiet");
            assertNotEquals(again.get(0).parentSpanId(), again.get(1).parentSpanId());
            calls.made("listener", 1);

            assertNotEquals("sent", calls.perform("closed"));
            // A closed producer does not say where it would have sent it.
            assertEquals("ERROR", calls.spans(2).get(1).statusCode());
            calls.made("traced", 2);
            ReceivedSpan foreign = receiver.awaitSpan(span -> span.traceId().startsWith("11111111111111111111"));
            assertEquals("2222222222222222", foreign.parentSpanId(), foreign::toString);

            List<ReceivedSpan> polled = calls.made("poll", 10);
            for (int i = 0; i < 3; i++) {
                ReceivedSpan one = all(polled, "CONSUMER", "process polled").get(i);
                assertChild(one, all(polled, "PRODUCER", "send polled").get(i));
                assertChild(all(polled, "PRODUCER", "send followed").get(i), one);
                assertEquals("ack", one.attribute(SETTLEMENT), one::toString);
            }
            // Another consumer of the body's own neither begins a unit nor ends that of the loop.
            List<ReceivedSpan> inner = calls.made("inner", 9);
            for (int i = 0; i < 2; i++) {
                ReceivedSpan served = all(inner, "CONSUMER", "process polled").get(i);
                assertChild(served, all(inner, "PRODUCER", "send polled").get(i));
                assertChild(all(inner, "PRODUCER", "send followed").get(i), served);
                assertEquals("ack", served.attribute(SETTLEMENT), served::toString);
            }
            List<ReceivedSpan> elsewhere = all(calls.made("elsewhere", 8), "CONSUMER", "process outer");
            assertEquals(
                    "java.lang.IllegalStateException", elsewhere.get(0).attribute("error.type"), elsewhere::toString);
            for (ReceivedSpan served : elsewhere) {
                assertNull(served.attribute(SETTLEMENT), served::toString);
            }
            // What a request takes from a queue belongs to the request.
            calls.made("within", 2);
            if (provider.library.equals("artemis")) {
                List<ReceivedSpan> async = calls.made("async", 9);
                assertEquals(4, all(async, "PRODUCER", "send quiet").size(), async::toString);
                assertEquals(4, all(async, "CONSUMER", "process quiet").size(), async::toString);
                assertEquals(
                        1,
                        all(calls.made("context", 3), "PRODUCER", "send quiet").size());
            }
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void lets_no_content_out(Provider provider) throws Exception {
        try (ForkedJvm broker = provider.broker();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = provider.jvm(broker.awaitReady())
                        .agentArguments("diagnose")
                        .expectStderr("^\\[foreshock]")
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            calls.made("secrets", 3);
            calls.made("fail", 4);
            JvmExit exit = jvm.finish();
            assertFalse(receiver.sawText("canary"), receiver::describe);
            assertTrue(
                    exit.stderr().stream().noneMatch(line -> line.startsWith("[foreshock]") && line.contains("canary")),
                    exit::describe);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void changes_nothing_that_the_application_sees(Provider provider) throws Exception {
        try (ForkedJvm broker = provider.broker();
                OtlpReceiver receiver = OtlpReceiver.start()) {
            int port = broker.awaitReady();
            List<String> without = provider.jvm(port)
                    .withoutAgent()
                    .arguments("semantics")
                    .run()
                    .assertClean()
                    .stdout();
            List<String> with = provider.jvm(port)
                    .arguments("semantics")
                    .exportTo(receiver)
                    .run()
                    .assertClean()
                    .stdout();
            assertEquals(without, with);
            assertTrue(without.get(0).startsWith("one false 4 2 "), without::toString);
            assertTrue(without.get(0).endsWith("; nothing"), without::toString);
            assertFalse(receiver.spans().isEmpty());
        }
    }

    static Stream<String> springs() {
        return Stream.of("floor", "latest").filter(version -> Libraries.has("spring-jms", version));
    }

    @ParameterizedTest
    @MethodSource("springs")
    void records_one_unit_for_each_message_of_a_container(String version) throws Exception {
        try (ForkedJvm broker = Provider.artemis("latest").broker();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = LibraryApp.of("spring-jms", version, "SpringJmsApp", "QueueApp")
                        .jvm()
                        .expectStderr(OF_THE_LIBRARY)
                        .arguments(Integer.toString(broker.awaitReady()))
                        .exportTo(receiver)
                        .start()) {
            QueueCalls calls = new QueueCalls(jvm.awaitReady(), receiver);
            for (String queue : List.of("polled", "listened")) {
                List<ReceivedSpan> spans = calls.made(queue, 4);
                ReceivedSpan sent = only(spans, "PRODUCER", "send " + queue);
                ReceivedSpan consumed = only(spans, "CONSUMER", "process " + queue);
                assertChild(sent, spans.get(0));
                assertChild(consumed, sent);
                assertChild(only(spans, "PRODUCER", "send followed"), consumed);
            }
            List<ReceivedSpan> failed = all(calls.made("fail", 6), "CONSUMER", "process polled");
            assertEquals("java.lang.IllegalStateException", failed.get(0).attribute("error.type"), failed::toString);
            assertEquals("requeue", failed.get(0).attribute(SETTLEMENT), failed::toString);
            assertEquals("ack", failed.get(1).attribute(SETTLEMENT), failed::toString);
            assertEquals(2L, failed.get(1).attribute(DELIVERIES), failed::toString);
            assertFalse(receiver.sawText("canary"), receiver::describe);
            jvm.finish().assertClean();
        }
    }
}
