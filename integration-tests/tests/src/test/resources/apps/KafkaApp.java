// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A service that sends records and consumes them, one case for each request. The first argument is the port of a broker, the second
 * one where nobody listens, the third the end of the names of all topics.
 */
public class KafkaApp {
    private final int port;
    private final int closed;
    private final String run;
    private final KafkaProducer<String, String> producer;
    private final Connection database;

    private KafkaApp(int port, int closed, String run) throws Exception {
        this.port = port;
        this.run = run;
        this.closed = closed;
        database = DriverManager.getConnection("jdbc:h2:mem:shop");
        update("CREATE TABLE shipments (id INT)");
        producer = new KafkaProducer<>(producing("127.0.0.1:" + port));
    }

    public static void main(String[] arguments) throws Exception {
        new KafkaApp(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]).serve();
    }

    private void serve() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", this::serve);
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        producer.close();
        database.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer;
        try {
            answer = perform(exchange.getRequestURI().getPath().substring("/case/".length()));
        } catch (Throwable thrown) {
            answer = thrown.toString();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, Object> producing(String servers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("key.serializer", StringSerializer.class);
        settings.put("value.serializer", StringSerializer.class);
        settings.put("enable.idempotence", "false");
        settings.put("acks", "1");
        return settings;
    }

    private Map<String, Object> consuming(String group) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", "127.0.0.1:" + port);
        settings.put("key.deserializer", StringDeserializer.class);
        settings.put("value.deserializer", StringDeserializer.class);
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        return settings;
    }

    private void update(String sql) throws Exception {
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void send(String topic, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>(topic, "canary-key", "canary-value " + i)).get();
        }
    }

    /** What a program's own thread does: polls until it has that many records, and writes a row for each poll. */
    private String consume(String topic, int count, boolean commit) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consuming("shipping"))) {
                consumer.assign(Collections.singleton(new TopicPartition(topic, 0)));
                StringBuilder log = new StringBuilder();
                for (int got = 0; got < count; ) {
                    ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                    for (ConsumerRecord<String, String> record : records) {
                        got++;
                        log.append(record.value()).append(names(record)).append(';');
                    }
                    if (!records.isEmpty()) {
                        update("INSERT INTO shipments VALUES (1)");
                        if (commit) {
                            consumer.commitSync();
                        }
                    }
                }
                // Nothing comes any more: what is done then belongs to no record.
                consumer.poll(Duration.ofMillis(10));
                update("DELETE FROM shipments");
                seen.complete(log.toString());
            } catch (Throwable thrown) {
                seen.completeExceptionally(thrown);
            }
        }, "shipping");
        LAUNCHED.put(thread);
        return seen.get(30, TimeUnit.SECONDS);
    }

    /** Serves records for each of which it asks another consumer for a reply. */
    private String consumeWithReplies(String topic, String replies, boolean commit) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        LAUNCHED.put(new Thread(() -> {
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consuming("asking"))) {
                consumer.assign(Collections.singleton(new TopicPartition(topic, 0)));
                ConsumerRecords<String, String> records;
                do {
                    records = consumer.poll(Duration.ofMillis(200));
                } while (records.isEmpty());
                for (int i = 0; i < records.count(); i++) {
                    try (KafkaConsumer<String, String> asked = new KafkaConsumer<>(consuming("replies-" + i))) {
                        asked.assign(Collections.singleton(new TopicPartition(replies, 0)));
                        while (asked.poll(Duration.ofMillis(200)).isEmpty()) {
                            continue;
                        }
                        asked.commitSync();
                    }
                }
                update("INSERT INTO shipments VALUES (3)");
                if (commit) {
                    consumer.commitSync();
                }
                seen.complete("done");
            } catch (Throwable thrown) {
                seen.completeExceptionally(thrown);
            }
        }));
        return seen.get(30, TimeUnit.SECONDS);
    }

    /** Takes turns with two consumers, each of which has records of its own. */
    private String consumeByTurns(String... topics) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        CountDownLatch idle = new CountDownLatch(1);
        LAUNCHED.put(new Thread(() -> {
            try (KafkaConsumer<String, String> one = new KafkaConsumer<>(consuming("turns"));
                    KafkaConsumer<String, String> two = new KafkaConsumer<>(consuming("turns"))) {
                one.assign(Collections.singleton(new TopicPartition(topics[0], 0)));
                two.assign(Collections.singleton(new TopicPartition(topics[1], 0)));
                one.poll(Duration.ofMillis(10));
                two.poll(Duration.ofMillis(10));
                idle.countDown();
                for (int got = 0; got < 2; ) {
                    if (!one.poll(Duration.ofMillis(200)).isEmpty()) {
                        update("INSERT INTO shipments VALUES (1)");
                        got++;
                    }
                    if (!two.poll(Duration.ofMillis(200)).isEmpty()) {
                        update("INSERT INTO shipments VALUES (2)");
                        got++;
                    }
                }
                seen.complete("done");
            } catch (Throwable thrown) {
                seen.completeExceptionally(thrown);
            }
        }));
        idle.await();
        for (String topic : topics) {
            send(topic, 1);
        }
        return seen.get(30, TimeUnit.SECONDS);
    }

    private static final LinkedBlockingQueue<Thread> LAUNCHED = new LinkedBlockingQueue<>();

    static {
        // A thread that a request starts belongs to it; consumers are not started by requests.
        Thread launcher = new Thread(() -> {
            try {
                while (true) {
                    LAUNCHED.take().start();
                }
            } catch (InterruptedException end) {
                // The process ends.
            }
        });
        launcher.setDaemon(true);
        launcher.start();
    }

    private static String names(ConsumerRecord<?, ?> record) {
        StringBuilder names = new StringBuilder();
        for (Header header : record.headers()) {
            names.append(' ').append(header.key());
        }
        return names.toString();
    }

    private String perform(String name) throws Exception {
        String topic = name + "-events-" + run;
        switch (name) {
            case "one":
                send(topic, 1);
                return consume(topic, 1, true);
            case "several":
                send(topic, 3);
                return consume(topic, 3, false);
            case "asking":
            case "lazy":
                send(topic, 2);
                send("replies-" + topic, 1);
                return consumeWithReplies(topic, "replies-" + topic, name.equals("asking"));
            case "turns":
                return consumeByTurns(topic, "other-" + topic);
            case "again": {
                ProducerRecord<String, String> record = new ProducerRecord<>(topic, "value");
                producer.send(record).get();
                producer.send(record).get();
                return consume(topic, 2, false);
            }
            case "traced": {
                ProducerRecord<String, String> record = new ProducerRecord<>(topic, "value");
                record.headers()
                        .add(
                                "traceparent",
                                "00-aaaabbbbccccddddeeeeffff00001111-1234567890abcdef-01"
                                        .getBytes(StandardCharsets.UTF_8));
                producer.send(record).get();
                return consume(topic, 1, false);
            }
            case "callback": {
                CountDownLatch told = new CountDownLatch(1);
                StringBuilder said = new StringBuilder();
                producer.send(new ProducerRecord<>(topic, "value"), (metadata, exception) -> {
                    try {
                        update("INSERT INTO shipments VALUES (2)");
                        said.append(metadata.offset()).append(' ').append(exception);
                    } catch (Exception failed) {
                        said.append(failed);
                    }
                    told.countDown();
                });
                told.await();
                return said.toString();
            }
            case "large": {
                StringBuilder told = new StringBuilder();
                try {
                    producer.send(
                                    new ProducerRecord<>(topic, "x".repeat(2_000_000)),
                                    (metadata, exception) ->
                                            told.append(exception.getClass().getSimpleName()))
                            .get();
                    return "sent";
                } catch (ExecutionException expected) {
                    return told + " " + expected.getCause().getClass().getSimpleName();
                }
            }
            case "unserializable": {
                Map<String, Object> settings = producing("127.0.0.1:" + port);
                settings.put("value.serializer", Refusing.class);
                try (KafkaProducer<String, String> refusing = new KafkaProducer<>(settings)) {
                    refusing.send(new ProducerRecord<>(topic, "canary-value"));
                    return "sent";
                } catch (IllegalArgumentException expected) {
                    return expected.getMessage();
                }
            }
            case "unreachable": {
                Map<String, Object> settings = producing("127.0.0.1:" + closed);
                settings.put("max.block.ms", "300");
                try (KafkaProducer<String, String> lost = new KafkaProducer<>(settings)) {
                    lost.send(new ProducerRecord<>(topic, "canary-value")).get();
                    return "sent";
                } catch (ExecutionException expected) {
                    return expected.getCause().getClass().getSimpleName();
                }
            }
            case "transaction": {
                Map<String, Object> settings = producing("127.0.0.1:" + port);
                settings.put("enable.idempotence", "true");
                settings.put("acks", "all");
                settings.put("transactional.id", "shop-" + run);
                try (KafkaProducer<String, String> transactional = new KafkaProducer<>(settings)) {
                    transactional.initTransactions();
                    transactional.beginTransaction();
                    transactional.send(new ProducerRecord<>(topic, "aborted")).get();
                    transactional.abortTransaction();
                    transactional.beginTransaction();
                    transactional.send(new ProducerRecord<>(topic, "committed"));
                    transactional.commitTransaction();
                }
                return "done";
            }
            case "lag": {
                send(topic, 7);
                CompletableFuture<String> seen = new CompletableFuture<>();
                LAUNCHED.put(new Thread(() -> {
                    Map<String, Object> settings = consuming("slow");
                    settings.put("max.poll.records", "2");
                    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings);
                    consumer.assign(Collections.singleton(new TopicPartition(topic, 0)));
                    while (consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                        continue;
                    }
                    seen.complete("done");
                    try {
                        Thread.sleep(Long.MAX_VALUE);
                    } catch (InterruptedException end) {
                        consumer.close();
                    }
                }) {
                    {
                        setDaemon(true);
                    }
                });
                return seen.get(30, TimeUnit.SECONDS);
            }
            case "secrets": {
                ProducerRecord<String, String> record = new ProducerRecord<>(topic, "canary-key", "canary-value");
                record.headers().add("token", "canary-header".getBytes(StandardCharsets.UTF_8));
                producer.send(record).get();
                return consume(topic, 1, true).isEmpty() ? "nothing" : "done";
            }
            default:
                if (name.startsWith("semantics")) {
                    return new KafkaSemantics("127.0.0.1:" + port, name + "-" + run).run();
                }
                if (name.startsWith("soak-within")) {
                    return soak(topic);
                }
                if (name.startsWith("soak-outside")) {
                    CompletableFuture<String> done = new CompletableFuture<>();
                    LAUNCHED.put(new Thread(() -> {
                        try {
                            done.complete(soak(topic));
                        } catch (Throwable thrown) {
                            done.completeExceptionally(thrown);
                        }
                    }));
                    return done.get();
                }
                throw new UnsupportedOperationException(name);
        }
    }

    /** Sends, consumes, fails and tries again, a round for each call. */
    private String soak(String topic) throws Exception {
        Map<String, Object> settings = producing("127.0.0.1:" + port);
        settings.put("linger.ms", "5");
        int consumed = 0;
        try (KafkaProducer<String, String> sender = new KafkaProducer<>(settings);
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(consuming("soak"))) {
            consumer.assign(Collections.singleton(new TopicPartition(topic, 0)));
            for (int i = 0; i < 2_000; i++) {
                sender.send(new ProducerRecord<>(topic, "key " + i, "value " + i));
            }
            sender.flush();
            for (int failures = 0; consumed < 2_000; ) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                if (!records.isEmpty() && failures++ % 3 == 1) {
                    // A failure: the same records come again.
                    ConsumerRecord<String, String> first = records.iterator().next();
                    consumer.seek(new TopicPartition(topic, 0), first.offset());
                    continue;
                }
                consumed += records.count();
            }
            consumer.commitSync();
        }
        return Integer.toString(consumed);
    }

    /** A serializer of the application's that throws. */
    public static final class Refusing implements Serializer<String> {
        @Override
        public void configure(Map<String, ?> settings, boolean isKey) {}

        @Override
        public byte[] serialize(String topic, String value) {
            throw new IllegalArgumentException("not this one");
        }

        @Override
        public void close() {}
    }

    /** Counts what it sees. */
    public static final class Seeing implements ProducerInterceptor<String, String> {
        static final List<String> SEEN = Collections.synchronizedList(new java.util.ArrayList<>());

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
            StringBuilder keys = new StringBuilder();
            for (Header header : record.headers()) {
                // Of a record that is sent again, from the first time.
                if (!header.key().startsWith("trace")) {
                    keys.append(' ').append(header.key());
                }
            }
            SEEN.add("send " + record.value() + keys);
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
            // The message of the exception tells the record's size, in which the agent's header is.
            SEEN.add("acknowledged " + (exception == null ? null : exception.getClass()));
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> settings) {}
    }
}
