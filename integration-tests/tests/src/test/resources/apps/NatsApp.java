// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends, requests and consumes with the client of NATS, with JetStream and without. */
public class NatsApp extends QueueApp {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Connection connection;
    private JetStream stream;

    public static void main(String[] arguments) throws Exception {
        new NatsApp().run(arguments);
    }

    /** Says nothing on standard error of what goes wrong on purpose. */
    private static final class Quiet implements io.nats.client.ErrorListener {
        @Override
        public void errorOccurred(Connection connection, String error) {}

        @Override
        public void exceptionOccurred(Connection connection, Exception exception) {}

        @Override
        public void slowConsumerDetected(Connection connection, io.nats.client.Consumer consumer) {}
    }

    private Connection connect() throws Exception {
        return Nats.connect(new Options.Builder()
                .server("nats://canary-user:canary-password@127.0.0.1:" + port)
                .errorListener(new Quiet())
                .build());
    }

    @Override
    void open() throws Exception {
        connection = connect();
        Dispatcher dispatcher = connection.createDispatcher(message -> consumed.release());
        dispatcher.subscribe("orders.*.created");
        dispatcher.subscribe("users.>");
        dispatcher.subscribe("$KV.settings.>");
        dispatcher.subscribe("orders", "workers", message -> {
            connection.publish("invoices", message.getData());
            consumed.release();
        });
        dispatcher.subscribe("quotes", message -> connection.publish(message.getReplyTo(), message.getData()));
        dispatcher.subscribe("mute", message -> consumed.release());
        dispatcher.subscribe("broken", message -> {
            consumed.release();
            throw new IllegalStateException("canary of the consumer");
        });
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("stored")
                        .subjects("stored.>")
                        .storageType(StorageType.Memory)
                        .build());
        stream = connection.jetStream();
        // From the same version on, subscribing with a durable consumer is done by name.
        stream.subscribe(
                "stored.pushed",
                connection.createDispatcher(null),
                this::serve,
                false,
                PushSubscribeOptions.builder()
                        .configuration(ConsumerConfiguration.builder()
                                .durable("pushed")
                                .ackPolicy(AckPolicy.Explicit)
                                .maxAckPending(100)
                                .build())
                        .build());
        stream.subscribe("stored.automatic", connection.createDispatcher(null), message -> consumed.release(), true);
        connection.flush(PATIENCE);
    }

    private void serve(Message message) {
        boolean again = message.metaData().deliveredCount() > 1;
        switch (text(message)) {
            case "again":
                if (again) {
                    message.ack();
                } else {
                    message.nak();
                }
                break;
            case "never":
                message.term();
                break;
            default:
                message.ack();
                break;
        }
        consumed.release();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    private static Message message(String subject, Headers headers, String body) {
        return NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data(bytes(body))
                .build();
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "plain":
                connection.publish("orders", bytes(name));
                return await(1);
            case "subject":
                connection.publish("orders.4711.created", bytes(name));
                return await(1);
            case "shared":
                Headers shared = new Headers().put("kind", "order");
                Message same = message("orders", shared, name);
                connection.publish(same);
                connection.publish(same);
                return await(2) + " " + shared.keySet() + " " + same.getHeaders().keySet();
            case "traced":
                Headers own = new Headers()
                        .put("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
                connection.publish(message("orders", own, name));
                return await(1) + " " + own.size();
            case "request":
                Message answer = connection.request("quotes", bytes(name), PATIENCE);
                return answer == null ? "nothing" : "done";
            case "future":
                return connection.request(message("quotes", null, name)).get(30, TimeUnit.SECONDS) == null
                        ? "nothing"
                        : "done";
            case "nobody":
                return connection.request("nobody", bytes(name), PATIENCE) == null ? "done" : "answered";
            case "mute":
                return connection.request("mute", bytes(name), Duration.ofMillis(50)) == null ? await(1) : "answered";
            case "fail":
                connection.publish("broken", bytes(name));
                return await(1);
            case "poll":
                Subscription polled = connection.subscribe("polled");
                for (int i = 0; i < 3; i++) {
                    connection.publish("polled", bytes(name));
                }
                outside(() -> poll(polled));
                return "done";
            case "inner":
                Subscription looped = connection.subscribe("polled");
                Subscription answers = connection.subscribe("answers");
                for (int i = 0; i < 2; i++) {
                    connection.publish("polled", bytes(name));
                    connection.publish("answers", bytes(name));
                }
                outside(() -> pollTwice(looped, answers));
                return "done";
            case "within":
                Subscription within = connection.subscribe("within");
                connection.publish("within", bytes(name));
                Message taken = within.nextMessage(PATIENCE);
                within.unsubscribe();
                return taken == null ? "nothing" : "done";
            case "stored":
            case "again":
            case "never":
                stream.publish("stored.pushed", bytes(name));
                return await(name.equals("again") ? 2 : 1);
            case "automatic":
                stream.publish("stored.automatic", bytes(name));
                return await(1);
            case "async":
                stream.publishAsync("stored.pushed", bytes(name)).get(30, TimeUnit.SECONDS);
                return await(1);
            case "unstored":
                try {
                    stream.publish("unstored", bytes(name));
                    return "stored";
                } catch (IOException | JetStreamApiException nobodyKeepsIt) {
                    return "done";
                }
            case "fetch":
            case "refetch":
            case "one":
            case "iterate":
                return pull(name);
            case "refused":
                Connection closed = connect();
                closed.close();
                closed.publish("orders", bytes(name));
                return "published";
            case "large":
                Subscription large = connection.subscribe("large");
                connection.publish("large", new byte[1024 * 1024]);
                Message whole = large.nextMessage(PATIENCE);
                large.unsubscribe();
                return whole == null ? "lost" : "done " + whole.hasHeaders();
            case "headerless":
                return headerless();
            case "secrets":
                connection.publish("$KV.settings.canary-key", bytes("canary-body"));
                connection.publish(message(
                        "users.canary@example.com", new Headers().put("token", "canary-header"), "canary-body"));
                return await(2);
            case "semantics":
                return semantics();
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private void poll(Subscription polled) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Message message = polled.nextMessage(PATIENCE);
            connection.publish("invoices", message.getData());
        }
        polled.unsubscribe();
    }

    /** Asks for something else while it serves a message. */
    private void pollTwice(Subscription polled, Subscription answers) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            polled.nextMessage(PATIENCE);
            answers.nextMessage(PATIENCE);
            connection.publish("invoices", bytes("polled"));
        }
        answers.unsubscribe();
        polled.unsubscribe();
    }

    private String pull(String name) throws Exception {
        JetStreamSubscription pulled = stream.subscribe(
                "stored." + name,
                PullSubscribeOptions.builder().durable(name).build());
        int messages = name.equals("one") ? 1 : 3;
        for (int i = 0; i < messages; i++) {
            stream.publish("stored." + name, bytes(name));
        }
        outside(() -> {
            if (name.equals("iterate")) {
                Iterator<Message> each = pulled.iterate(3, Duration.ofSeconds(1));
                while (each.hasNext()) {
                    Message message = each.next();
                    connection.publish("invoices", message.getData());
                    message.ack();
                }
            } else {
                if (name.equals("refetch")) {
                    for (Message message : pulled.fetch(messages, Duration.ofSeconds(1))) {
                        message.nak();
                    }
                }
                for (Message message : pulled.fetch(messages, Duration.ofSeconds(1))) {
                    connection.publish("invoices", message.getData());
                    message.ack();
                }
            }
            pulled.unsubscribe();
        });
        return "done";
    }

    /** What goes to a server that knows no headers. */
    private static String headerless() throws Exception {
        StringBuilder got = new StringBuilder();
        try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = old.accept()) {
                    socket.getOutputStream()
                            .write(bytes("INFO {\"server_id\":\"old\",\"version\":\"2.1.0\",\"proto\":1,\"host\":\"127.0.0.1\","
                                    + "\"port\":4222,\"max_payload\":1048576}\r\n"));
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (line.equals("PING")) {
                            socket.getOutputStream().write(bytes("PONG\r\n"));
                        } else if (line.startsWith("PUB") || line.startsWith("HPUB")) {
                            got.append(line);
                        }
                    }
                } catch (IOException ended) {
                    got.append(ended);
                }
            });
            server.start();
            Connection connection = Nats.connect(new Options.Builder()
                    .server("nats://127.0.0.1:" + old.getLocalPort())
                    .errorListener(new Quiet())
                    .noReconnect()
                    .build());
            connection.publish("orders", bytes("four"));
            connection.flush(PATIENCE);
            connection.close();
            server.join();
        }
        return got.toString().trim();
    }

    /** What an application sees of messages, requests and JetStream. */
    private String semantics() throws Exception {
        List<String> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(4);
        Dispatcher dispatcher = connection.createDispatcher(message -> {
            TreeMap<String, List<String>> headers = new TreeMap<>();
            if (message.hasHeaders()) {
                for (String key : message.getHeaders().keySet()) {
                    headers.put(key, message.getHeaders().get(key));
                }
            }
            headers.remove("traceparent");
            seen.add(message.getSubject() + " " + text(message) + " " + headers);
            done.countDown();
            if (text(message).equals("two")) {
                throw new IllegalStateException("two");
            }
        });
        dispatcher.subscribe("semantics.*");
        connection.publish("semantics.a", bytes("one"));
        connection.publish("semantics.b", (String) null, bytes("two"));
        connection.publish(message("semantics.c", new Headers().add("kind", "a", "b"), "three"));
        connection.publish("semantics.d", bytes("four"));
        if (!done.await(30, TimeUnit.SECONDS)) {
            seen.add("not all were delivered");
        }
        seen.add(text(connection.request("quotes", bytes("quote"), PATIENCE)));
        seen.add("acknowledged " + stream.publish("stored.semantics", bytes("kept")).getStream());
        JetStreamSubscription pulled = stream.subscribe(
                "stored.semantics",
                PullSubscribeOptions.builder().durable("semantics").build());
        for (Message message : pulled.fetch(5, Duration.ofSeconds(1))) {
            seen.add(text(message) + " " + message.metaData().deliveredCount());
            message.ackSync(PATIENCE);
        }
        connection.closeDispatcher(dispatcher);
        return String.join("; ", seen);
    }

    @Override
    void close() throws Exception {
        connection.close();
    }
}
