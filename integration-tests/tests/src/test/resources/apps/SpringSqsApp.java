// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.awspring.cloud.sqs.config.SqsBootstrapConfiguration;
import io.awspring.cloud.sqs.config.SqsMessageListenerContainerFactory;
import io.awspring.cloud.sqs.listener.MessageListener;
import io.awspring.cloud.sqs.listener.MessageListenerContainer;
import io.awspring.cloud.sqs.listener.MessageListenerContainerRegistry;
import io.awspring.cloud.sqs.listener.SqsMessageListenerContainer;
import io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement;
import io.awspring.cloud.sqs.listener.acknowledgement.handler.AcknowledgementMode;
import io.awspring.cloud.sqs.operations.SqsTemplate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

public class SpringSqsApp extends QueueApp {
    private static final List<String> QUEUES = List.of("annotated", "later", "direct", "batched", "manual", "followed");

    private static SpringSqsApp app;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private SqsAsyncClient client;
    private SqsTemplate template;
    private SqsMessageListenerContainer<Object> direct;
    private AnnotationConfigApplicationContext context;
    private MessageListenerContainer<?> batches;

    public static void main(String[] arguments) throws Exception {
        app = new SpringSqsApp();
        app.run(arguments);
    }

    @Override
    void open() {
        client = SqsAsyncClient.builder()
                .endpointOverride(URI.create("http://localhost:" + port))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("canary-key", "canary-secret")))
                .build();
        for (String queue : QUEUES) {
            client.createQueue(request -> request.queueName(queue)).join();
        }
        template = SqsTemplate.newTemplate(client);
        direct = SqsMessageListenerContainer.builder()
                .sqsAsyncClient(client)
                .queueNames("direct")
                .configure(options -> options.pollTimeout(Duration.ofSeconds(1)))
                .messageListener((MessageListener<Object>) message -> consume(message.getPayload()))
                .build();
        direct.start();
        context = new AnnotationConfigApplicationContext(Listeners.class);
        // Until two messages are there for it.
        batches = context.getBean(MessageListenerContainerRegistry.class).getContainerById("batches");
        batches.stop();
    }

    private void consume(Object body) {
        boolean fails = String.valueOf(body).startsWith("fail");
        if (!fails) {
            template.send("followed", "next");
        }
        consumed.release();
        if (fails) {
            throw new IllegalStateException("canary of the listener");
        }
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "annotated":
            case "later":
            case "direct":
            case "manual":
                template.send(name, "order");
                return await(1);
            case "fail-annotated":
            case "fail-later":
            case "fail-direct":
                template.send(name.substring("fail-".length()), "fail");
                return await(1);
            case "batch":
                template.sendMany(
                        "batched",
                        List.of(
                                org.springframework.messaging.support.MessageBuilder.withPayload("one").build(),
                                org.springframework.messaging.support.MessageBuilder.withPayload("two").build()));
                batches.start();
                return await(2);
            default:
                throw new IllegalArgumentException(name);
        }
    }

    @Override
    void close() {
        direct.stop();
        context.close();
        client.close();
        executor.shutdown();
    }

    @Configuration
    @Import(SqsBootstrapConfiguration.class)
    public static class Listeners {
        @Bean
        public SqsMessageListenerContainerFactory<Object> defaultSqsListenerContainerFactory() {
            return SqsMessageListenerContainerFactory.builder()
                    .sqsAsyncClient(app.client)
                    .configure(options -> options.pollTimeout(Duration.ofSeconds(1)))
                    .build();
        }

        @Bean
        public SqsMessageListenerContainerFactory<Object> manualFactory() {
            return SqsMessageListenerContainerFactory.builder()
                    .sqsAsyncClient(app.client)
                    .configure(options -> options.pollTimeout(Duration.ofSeconds(1))
                            .acknowledgementMode(AcknowledgementMode.MANUAL)
                            .acknowledgementInterval(Duration.ZERO)
                            .acknowledgementThreshold(0))
                    .build();
        }

        @SqsListener("annotated")
        public void annotated(String order) {
            app.consume(order);
        }

        @SqsListener("later")
        public CompletableFuture<Void> later(String order) {
            return CompletableFuture.runAsync(() -> app.consume(order), app.executor);
        }

        @SqsListener(queueNames = "batched", id = "batches")
        public void batched(List<Message<String>> orders) {
            app.template.send("followed", "next");
            app.consumed.release(orders.size());
        }

        @SqsListener(queueNames = "manual", factory = "manualFactory")
        public void manual(Message<String> order) {
            Acknowledgement.acknowledge(order);
            app.consumed.release();
        }
    }
}
