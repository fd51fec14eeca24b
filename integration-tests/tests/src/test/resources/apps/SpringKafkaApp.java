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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.AcknowledgingMessageListener;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/** Listeners in containers of Spring Kafka, one for each case. The argument is the port of a broker. */
public class SpringKafkaApp {
    private final String servers;
    private final KafkaProducer<String, String> producer;
    private final Connection database;
    private final LinkedBlockingQueue<ConcurrentMessageListenerContainer<String, String>> containers =
            new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<ConcurrentMessageListenerContainer<String, String>> started =
            new LinkedBlockingQueue<>();

    private SpringKafkaApp(String servers) throws Exception {
        this.servers = servers;
        database = DriverManager.getConnection("jdbc:h2:mem:mail");
        update("CREATE TABLE mails (id INT)");
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("key.serializer", StringSerializer.class);
        settings.put("value.serializer", StringSerializer.class);
        producer = new KafkaProducer<>(settings);
    }

    public static void main(String[] arguments) throws Exception {
        new SpringKafkaApp("127.0.0.1:" + arguments[0]).run();
    }

    private void run() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", this::serve);
        server.start();
        // Containers are not started by requests: what they do would belong to those.
        Thread launcher = new Thread(() -> {
            try {
                while (true) {
                    ConcurrentMessageListenerContainer<String, String> container = containers.take();
                    container.start();
                    started.add(container);
                }
            } catch (InterruptedException end) {
                // The process ends.
            }
        });
        launcher.setDaemon(true);
        launcher.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        producer.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer = "done";
        try {
            perform(exchange.getRequestURI().getPath().substring("/case/".length()));
        } catch (Throwable thrown) {
            answer = thrown.toString();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void update(String sql) throws Exception {
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void insert(LinkedBlockingQueue<String> seen) {
        try {
            update("INSERT INTO mails VALUES (1)");
            seen.add("got");
        } catch (Exception failed) {
            seen.add(failed.toString());
        }
    }

    private void send(String topic, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>(topic, "key", "value " + i)).get();
        }
    }

    private void perform(String name) throws Exception {
        String topic = name + "-mails";
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setGroupId("mailing");
        properties.setDeliveryAttemptHeader(true);
        int expected = 1;
        switch (name) {
            case "records":
                send(topic, expected = 2);
                properties.setMessageListener((MessageListener<String, String>) record -> insert(seen));
                break;
            case "batch":
                send(topic, 3);
                properties.setMessageListener((BatchMessageListener<String, String>) records -> insert(seen));
                break;
            case "manual":
                send(topic, 1);
                properties.setAckMode(ContainerProperties.AckMode.MANUAL_IMMEDIATE);
                properties.setMessageListener((AcknowledgingMessageListener<String, String>) (record, acknowledgment) -> {
                    insert(seen);
                    acknowledgment.acknowledge();
                });
                break;
            case "failing":
                send(topic, 1);
                properties.setMessageListener((MessageListener<String, String>) record -> {
                    throw new IllegalStateException("canary-message");
                });
                break;
            default:
                throw new UnsupportedOperationException(name);
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("key.deserializer", StringDeserializer.class);
        settings.put("value.deserializer", StringDeserializer.class);
        settings.put("auto.offset.reset", "earliest");
        ConcurrentMessageListenerContainer<String, String> container =
                new ConcurrentMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(settings), properties);
        container.setCommonErrorHandler(new DefaultErrorHandler(
                (record, exception) -> {
                    producer.send(new ProducerRecord<>(topic + "-dead", "value"));
                    seen.add("dead");
                },
                new FixedBackOff(0, 2)));
        containers.add(container);
        for (int i = 0; i < expected; i++) {
            seen.take();
        }
        started.take().stop();
    }
}
