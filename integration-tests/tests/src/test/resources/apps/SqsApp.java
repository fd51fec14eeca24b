// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Sends and settles with the client that the property {@code client} says: {@code apache}, {@code url} or {@code netty}. */
public class SqsApp extends QueueApp {
    private static final int RECEIVES = 4;
    private static final String CLIENT = System.getProperty("client", "apache");

    private final Map<String, String> urls = new HashMap<>();
    private SqsClient sync;
    private SqsAsyncClient async;
    private SqsClient receiving;
    private Connection database;
    private Thread consumer;
    private Thread asker;
    private final Semaphore asked = new Semaphore(0);
    private ExecutorService worker;
    private volatile boolean closed;

    public static void main(String[] arguments) throws Exception {
        String packages = "software.amazon.awssdk.http.";
        String apache5 = packages + "apache5.Apache5SdkHttpService";
        System.setProperty(
                packages + "service.impl",
                CLIENT.equals("url")
                        ? packages + "urlconnection.UrlConnectionSdkHttpService"
                        : SqsApp.class.getClassLoader().getResource(apache5.replace('.', '/') + ".class") == null
                                ? packages + "apache.ApacheSdkHttpService"
                                : apache5);
        new SqsApp().run(arguments);
    }

    private static SqsClient client(int port) {
        return SqsClient.builder()
                .endpointOverride(URI.create("http://localhost:" + port))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials())
                .build();
    }

    private static SqsAsyncClient asyncClient(int port) {
        return SqsAsyncClient.builder()
                .endpointOverride(URI.create("http://localhost:" + port))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials())
                .build();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("canary-key", "canary-secret"));
    }

    @Override
    void open() throws Exception {
        database = DriverManager.getConnection("jdbc:h2:mem:sqs");
        sync = client(port);
        receiving = client(port);
        if (CLIENT.equals("netty")) {
            async = asyncClient(port);
        }
        for (String queue : List.of("orders", "polled", "batched", "asked", "semantics")) {
            urls.put(
                    queue,
                    sync.createQueue(request -> request.queueName(queue)).queueUrl());
        }
        urls.put(
                "ordered.fifo",
                sync.createQueue(request -> request.queueName("ordered.fifo")
                                .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
                        .queueUrl());
        worker = Executors.newSingleThreadExecutor();
        consumer = new Thread(this::consume, "consumer");
        consumer.start();
        asker = new Thread(this::ask, "asker");
        asker.start();
    }

    /** Each task of the pool asks once; what its thread does afterwards has nothing to do with the message. */
    private void ask() {
        while (true) {
            asked.acquireUninterruptibly();
            if (closed) {
                return;
            }
            var task = worker.submit(() -> {
                delete("polled", receive("polled", 1).get(0));
                throw new IllegalStateException("canary of the consumer");
            });
            try {
                task.get();
            } catch (Exception expected) {
                worker.execute(this::query);
                consumed.release();
            }
        }
    }

    private void query() {
        try (var statement = database.prepareStatement("SELECT 1")) {
            statement.executeQuery().close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private SendMessageResponse send(String queue, String body, Map<String, MessageAttributeValue> attributes) {
        SendMessageRequest request = SendMessageRequest.builder()
                .queueUrl(urls.get(queue))
                .messageBody(body)
                .messageAttributes(attributes)
                .build();
        return async == null
                ? sync.sendMessage(request)
                : async.sendMessage(request).join();
    }

    private SendMessageBatchResponse sendBatch(SendMessageBatchRequest request) {
        return async == null
                ? sync.sendMessageBatch(request)
                : async.sendMessageBatch(request).join();
    }

    private List<Message> receive(String queue, int most, String... attributes) {
        ReceiveMessageRequest request = ReceiveMessageRequest.builder()
                .queueUrl(urls.get(queue))
                .maxNumberOfMessages(most)
                .messageAttributeNames(attributes)
                .waitTimeSeconds(1)
                .build();
        return receiving.receiveMessage(request).messages();
    }

    private void delete(String queue, Message message) {
        if (async == null) {
            sync.deleteMessage(
                    request -> request.queueUrl(urls.get(queue)).receiptHandle(message.receiptHandle()));
        } else {
            async.deleteMessage(request ->
                            request.queueUrl(urls.get(queue)).receiptHandle(message.receiptHandle()))
                    .join();
        }
    }

    private void show(String queue, Message message) {
        if (async == null) {
            sync.changeMessageVisibility(request -> request.queueUrl(urls.get(queue))
                    .receiptHandle(message.receiptHandle())
                    .visibilityTimeout(0));
        } else {
            async.changeMessageVisibility(request -> request.queueUrl(urls.get(queue))
                            .receiptHandle(message.receiptHandle())
                            .visibilityTimeout(0))
                    .join();
        }
    }

    private void consume() {
        boolean again = false;
        while (!closed) {
            for (Message message : receive("orders", 1)) {
                if (message.body().equals("again") && !again) {
                    again = true;
                    show("orders", message);
                    continue;
                }
                again = false;
                query();
                delete("orders", message);
                consumed.release();
            }
        }
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    private static Map<String, MessageAttributeValue> own(int number) {
        Map<String, MessageAttributeValue> attributes = new TreeMap<>();
        for (int i = 0; i < number; i++) {
            attributes.put("own" + i, text("canary-attribute"));
        }
        return attributes;
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "plain":
                send("orders", name, Map.of());
                return await(1);
            case "again":
                send("orders", name, Map.of());
                return await(1);
            case "nine":
                send("orders", name, own(9));
                return await(1);
            case "ten":
                send("orders", name, own(10));
                return await(1);
            case "traced":
                Map<String, MessageAttributeValue> traced = new HashMap<>();
                traced.put("traceparent", text("00-11111111111111111111111111111111-2222222222222222-01"));
                send("orders", name, traced);
                return await(1);
            case "secrets":
                send("orders", "canary-body", Map.of("canary", text("canary-attribute")));
                return await(1);
            case "batch":
                send("batched", name, Map.of());
                send("batched", name, Map.of());
                sendBatch(SendMessageBatchRequest.builder()
                        .queueUrl(urls.get("batched"))
                        .entries(entry("a", Map.of()), entry("b", own(3)))
                        .build());
                outside(() -> {
                    int left = 4;
                    while (left > 0) {
                        List<Message> messages = receive("batched", 10);
                        for (Message message : messages) {
                            left--;
                            delete("batched", message);
                        }
                    }
                    receive("batched", 10);
                });
                return "done";
            case "pool":
                send("polled", name, Map.of());
                asked.release();
                return await(1);
            case "within":
                send("asked", name, Map.of());
                ReceiveMessageRequest bare = ReceiveMessageRequest.builder()
                        .queueUrl(urls.get("asked"))
                        .waitTimeSeconds(1)
                        .build();
                List<Message> messages = async == null
                        ? sync.receiveMessage(bare).messages()
                        : async.receiveMessage(bare).join().messages();
                // A request that consumes them itself asks for nothing more.
                return messages.size() == 1 && messages.get(0).messageAttributes().isEmpty()
                        ? "done"
                        : messages.toString();
            case "unknown":
                urls.put("nowhere", urls.get("orders").replace("orders", "nowhere"));
                try {
                    send("nowhere", name, Map.of());
                    return "sent";
                } catch (RuntimeException e) {
                    return cause(e);
                }
            case "retried":
                return retried();
            case "semantics":
                return semantics();
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private static String cause(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause.getClass().getSimpleName();
    }

    private static SendMessageBatchRequestEntry entry(String id, Map<String, MessageAttributeValue> attributes) {
        return SendMessageBatchRequestEntry.builder()
                .id(id)
                .messageBody(id)
                .messageAttributes(attributes)
                .build();
    }

    /** A server that is never well: how often it was asked to take one message, and to hand one out. */
    private String retried() throws Exception {
        int[] asked = new int[1];
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked[0]++;
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        int broken = server.getAddress().getPort();
        String url = "http://localhost:" + broken + "/000000000000/broken";
        SendMessageRequest message = SendMessageRequest.builder()
                .queueUrl(url)
                .messageBody("canary-body")
                .build();
        ReceiveMessageRequest request =
                ReceiveMessageRequest.builder().queueUrl(url).build();
        String seen;
        try (SqsClient one = client(broken);
                SqsAsyncClient other = asyncClient(broken)) {
            try {
                if (async == null) {
                    one.sendMessage(message);
                } else {
                    other.sendMessage(message).join();
                }
                seen = "sent";
            } catch (RuntimeException e) {
                seen = cause(e);
            }
            int sending = asked[0];
            try {
                if (async == null) {
                    one.receiveMessage(request);
                } else {
                    other.receiveMessage(request).join();
                }
            } catch (RuntimeException e) {
                seen += " " + cause(e);
            }
            seen += " " + (sending > 2 && asked[0] > sending + 2);
        }
        server.stop(0);
        return seen;
    }

    /** What an application sees of messages and their attributes. */
    private String semantics() {
        List<String> seen = new ArrayList<>();
        for (int size : new int[] {0, 3, 10}) {
            seen.add(String.valueOf(send("semantics", "body" + size, own(size)).md5OfMessageBody()));
        }
        seen.add(String.valueOf(
                send("semantics", "x".repeat(262_144), Map.of()).messageId() != null));
        SendMessageBatchResponse sent = sendBatch(SendMessageBatchRequest.builder()
                .queueUrl(urls.get("semantics"))
                .entries(entry("a", own(1)), entry("b", own(10)), entry("c", Map.of()))
                .build());
        seen.add(sent.successful().size() + " " + sent.failed().size());
        // Such a queue keeps no order.
        List<String> received = new ArrayList<>();
        for (int i = 0; i < RECEIVES; i++) {
            for (Message message : receive("semantics", 10, "own0")) {
                Map<String, MessageAttributeValue> attributes = new TreeMap<>(message.messageAttributes());
                attributes.remove("traceparent");
                received.add(message.body().length() + " " + message.md5OfBody() + " " + attributes.keySet());
                delete("semantics", message);
            }
        }
        Collections.sort(received);
        seen.addAll(received);
        for (int i = 0; i < 5; i++) {
            int number = i;
            sync.sendMessage(request -> request.queueUrl(urls.get("ordered.fifo"))
                    .messageGroupId("group")
                    .messageDeduplicationId(UUID.randomUUID().toString())
                    .messageBody("order " + number));
        }
        for (int i = 0; i < RECEIVES; i++) {
            for (Message message : receive("ordered.fifo", 2)) {
                seen.add(message.body());
                delete("ordered.fifo", message);
            }
        }
        return String.join("; ", seen);
    }

    @Override
    void close() throws Exception {
        closed = true;
        asked.release();
        asker.join();
        consumer.join();
        worker.shutdown();
        receiving.close();
        sync.close();
        if (async != null) {
            async.close();
        }
        database.close();
    }
}
