// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

public class RabbitApp extends QueueApp {
    private Connection connection;
    private Channel channel;
    private final ExecutorService pool = Executors.newFixedThreadPool(1);
    private volatile boolean digestible;

    public static void main(String[] arguments) throws Exception {
        new RabbitApp().run(arguments);
    }

    @Override
    void open() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri("amqp://guest:canary-password@localhost:" + port);
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.exchangeDeclare("events", "topic");
        for (String queue : List.of("orders", "invoices", "polled", "answers", "broken", "semantics")) {
            channel.queueDeclare(queue, false, false, false, null);
        }
        Channel consuming = connection.createChannel();
        consuming.basicConsume("orders", false, new Orders(consuming));
        Channel listening = connection.createChannel();
        String queue = listening.queueDeclare().getQueue();
        listening.queueBind(queue, "events", "order.#");
        listening.queueBind(queue, "events", "user.#");
        listening.basicConsume(queue, true, (tag, delivery) -> consumed.release(), tag -> {});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AMQP.BasicProperties headers(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().headers(headers).build();
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "plain":
                channel.basicPublish("", "orders", null, bytes(name));
                return await(1);
            case "reject":
            case "requeue":
                channel.basicPublish("", "orders", null, bytes(name));
                return await(2);
            case "topic":
                channel.basicPublish(
                        "events",
                        "order.4711.created",
                        new AMQP.BasicProperties.Builder()
                                .timestamp(new Date(System.currentTimeMillis() - 5_000))
                                .build(),
                        bytes(name));
                return await(1);
            case "dead":
                channel.basicPublish(
                        "",
                        "orders",
                        headers(Map.of("x-death", List.of(Map.of("count", 3L, "queue", "orders")))),
                        bytes("plain"));
                return await(1);
            case "counted":
                channel.basicPublish("", "orders", headers(Map.of("x-delivery-count", 4)), bytes("plain"));
                return await(1);
            case "traced":
                Map<String, Object> own = new HashMap<>();
                own.put("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
                channel.basicPublish("", "orders", headers(own), bytes("plain"));
                return await(1) + " " + own.size();
            case "shared":
                AMQP.BasicProperties shared = headers(Map.of("kind", "order"));
                channel.basicPublish("", "orders", shared, bytes("plain"));
                channel.basicPublish("", "orders", shared, bytes("plain"));
                return await(2) + " " + shared.getHeaders();
            case "poison":
                channel.basicPublish("", "orders", null, bytes(name));
                return await(1);
            case "cure":
                digestible = true;
                return "done";
            case "fail":
                Channel failing = connection.createChannel();
                failing.basicConsume("broken", true, new DefaultConsumer(failing) {
                    @Override
                    public void handleDelivery(
                            String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                        consumed.release();
                        throw new IllegalStateException("canary of the consumer");
                    }
                });
                channel.basicPublish("", "broken", null, bytes(name));
                return await(1);
            case "poll":
                for (int i = 0; i < 3; i++) {
                    channel.basicPublish("", "polled", null, bytes(name));
                }
                outside(this::poll);
                return "done";
            case "inner":
                for (int i = 0; i < 2; i++) {
                    channel.basicPublish("", "polled", null, bytes(name));
                    channel.basicPublish("", "answers", null, bytes(name));
                }
                outside(this::pollTwice);
                return "done";
            case "pool":
                channel.basicPublish("", "polled", null, bytes(name));
                pool.execute(() -> {
                    try {
                        channel.basicGet("polled", true);
                        channel.basicPublish("", "invoices", null, bytes(name));
                    } catch (IOException failed) {
                        throw new IllegalStateException(failed);
                    } finally {
                        consumed.release();
                    }
                });
                return await(1);
            case "within":
                channel.basicPublish("", "polled", null, bytes(name));
                GetResponse message = channel.basicGet("polled", true);
                return message == null ? "nothing" : "done";
            case "refused":
                Channel closed = connection.createChannel();
                closed.close();
                closed.basicPublish("", "orders", null, bytes(name));
                return "published";
            case "secrets":
                channel.basicPublish(
                        "events",
                        "user.canary@example.com",
                        new AMQP.BasicProperties.Builder()
                                .headers(Map.of("token", "canary-header"))
                                .correlationId("canary-correlation")
                                .messageId("canary-id")
                                .replyTo("canary-reply")
                                .build(),
                        bytes("canary-body"));
                return await(1);
            case "semantics":
                return semantics();
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private void poll() throws IOException, java.util.concurrent.TimeoutException {
        Channel polling = connection.createChannel();
        GetResponse message;
        while ((message = polling.basicGet("polled", false)) != null) {
            polling.basicPublish("", "invoices", null, bytes("polled"));
            polling.basicAck(message.getEnvelope().getDeliveryTag(), false);
        }
        polling.close();
    }

    /** Asks for something else by another channel while it serves a message. */
    private void pollTwice() throws IOException, java.util.concurrent.TimeoutException {
        Channel polling = connection.createChannel();
        while (polling.basicGet("polled", true) != null) {
            Channel asking = connection.createChannel();
            GetResponse answer = asking.basicGet("answers", false);
            asking.basicAck(answer.getEnvelope().getDeliveryTag(), false);
            asking.close();
            polling.basicPublish("", "invoices", null, bytes("polled"));
        }
        polling.close();
    }

    /** What an application sees of deliveries, acknowledgements and transactions. */
    private String semantics() throws Exception {
        List<String> seen = new ArrayList<>();
        Channel sending = connection.createChannel();
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType("text/plain")
                .deliveryMode(1)
                .priority(3)
                .correlationId("correlation")
                .headers(new HashMap<>(Map.of("kind", "order")))
                .build();
        sending.txSelect();
        sending.basicPublish("", "semantics", properties, bytes("rolled back"));
        sending.txRollback();
        sending.basicPublish("", "semantics", properties, bytes("one"));
        sending.basicPublish("", "semantics", properties, bytes("two"));
        sending.basicPublish("", "semantics", false, properties, bytes("three"));
        sending.txCommit();
        Channel receiving = connection.createChannel();
        receiving.basicQos(1);
        var done = new java.util.concurrent.CountDownLatch(5);
        receiving.basicConsume("semantics", false, new DefaultConsumer(receiving) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties got, byte[] body)
                    throws IOException {
                String text = new String(body, StandardCharsets.UTF_8);
                TreeMap<String, Object> headers = new TreeMap<>(got.getHeaders());
                headers.remove("traceparent");
                seen.add(text + " " + envelope.isRedeliver() + " " + got.getContentType() + " " + got.getDeliveryMode()
                        + " " + got.getPriority() + " " + got.getCorrelationId() + " " + headers);
                long delivery = envelope.getDeliveryTag();
                if (text.equals("one")) {
                    if (envelope.isRedeliver()) {
                        receiving.basicAck(delivery, false);
                    } else {
                        receiving.basicNack(delivery, false, true);
                    }
                } else if (text.equals("two")) {
                    if (envelope.isRedeliver()) {
                        receiving.basicAck(delivery, false);
                    } else {
                        receiving.basicReject(delivery, true);
                    }
                } else {
                    receiving.basicAck(delivery, true);
                }
                done.countDown();
            }
        });
        if (!done.await(30, java.util.concurrent.TimeUnit.SECONDS)) {
            seen.add("not all were delivered");
        }
        receiving.close();
        seen.add("left " + sending.messageCount("semantics"));
        return String.join("; ", seen);
    }

    private final class Orders extends DefaultConsumer {
        Orders(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            long delivery = envelope.getDeliveryTag();
            switch (new String(body, StandardCharsets.UTF_8)) {
                case "poison":
                    if (!digestible) {
                        // Not quite as fast as brokers can.
                        LockSupport.parkNanos(20_000_000);
                        getChannel().basicNack(delivery, false, true);
                        break;
                    }
                    getChannel().basicAck(delivery, false);
                    break;
                case "reject":
                    // The broker of the tests delivers it once more all the same.
                    if (!envelope.isRedeliver()) {
                        getChannel().basicReject(delivery, false);
                        break;
                    }
                    getChannel().basicAck(delivery, false);
                    break;
                case "requeue":
                    if (!envelope.isRedeliver()) {
                        getChannel().basicNack(delivery, false, true);
                        break;
                    }
                    getChannel().basicAck(delivery, false);
                    break;
                default:
                    getChannel().basicPublish("", "invoices", null, body);
                    getChannel().basicAck(delivery, false);
                    break;
            }
            consumed.release();
        }
    }

    @Override
    void close() throws Exception {
        pool.shutdown();
        connection.close();
    }
}
