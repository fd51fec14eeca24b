// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

public class SpringRabbitApp extends QueueApp {
    private static SpringRabbitApp app;

    private AnnotationConfigApplicationContext context;
    private CachingConnectionFactory connections;
    private RabbitTemplate template;
    private SimpleMessageListenerContainer simple;
    private DirectMessageListenerContainer direct;
    private SimpleMessageListenerContainer batches;
    private SimpleMessageListenerContainer manual;

    public static void main(String[] arguments) throws Exception {
        app = new SpringRabbitApp();
        app.run(arguments);
    }

    @Override
    void open() {
        connections = new CachingConnectionFactory("localhost", port);
        connections.setUsername("guest");
        connections.setPassword("canary-password");
        template = new RabbitTemplate(connections);
        RabbitAdmin admin = new RabbitAdmin(connections);
        for (String queue : List.of("annotated", "simple", "direct", "batched", "manual", "pulled", "followed")) {
            admin.declareQueue(new Queue(queue, false));
        }
        simple = new SimpleMessageListenerContainer(connections);
        simple.setQueueNames("simple");
        simple.setMessageListener((MessageListener) this::consume);
        simple.afterPropertiesSet();
        simple.start();
        direct = new DirectMessageListenerContainer(connections);
        direct.setQueueNames("direct");
        direct.setMessageListener((MessageListener) this::consume);
        direct.afterPropertiesSet();
        direct.start();
        batches = batches("batched", AcknowledgeMode.AUTO, (messages, channel) -> consumed.release());
        manual = batches("manual", AcknowledgeMode.MANUAL, this::settle);
        context = new AnnotationConfigApplicationContext(Listeners.class);
    }

    private SimpleMessageListenerContainer batches(
            String queue, AcknowledgeMode mode, ChannelAwareBatchMessageListener listener) {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(queue);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(3);
        container.setPrefetchCount(3);
        container.setReceiveTimeout(2_000);
        container.setAcknowledgeMode(mode);
        container.setMessageListener(listener);
        container.afterPropertiesSet();
        return container;
    }

    /** Wants a batch once more, and takes it then. */
    private void settle(List<Message> messages, Channel channel) {
        MessageProperties last = messages.get(messages.size() - 1).getMessageProperties();
        try {
            if (last.getRedelivered()) {
                channel.basicAck(last.getDeliveryTag(), true);
            } else {
                channel.basicNack(last.getDeliveryTag(), true, true);
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        consumed.release();
    }

    private void consume(Message message) {
        consumed.release();
        if (new String(message.getBody()).equals("fail")) {
            throw new AmqpRejectAndDontRequeueException("canary of the listener");
        }
        template.convertAndSend("followed", "next");
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "annotated":
            case "simple":
            case "direct":
                template.convertAndSend(name, "order");
                return await(1);
            case "fail-simple":
            case "fail-direct":
                template.convertAndSend(name.substring("fail-".length()), "fail");
                return await(1);
            case "batch":
                for (int i = 0; i < 3; i++) {
                    template.convertAndSend("batched", "order");
                }
                batches.start();
                return await(1);
            case "manual":
                for (int i = 0; i < 3; i++) {
                    template.convertAndSend("manual", "order");
                }
                manual.start();
                return await(2);
            case "pull":
                template.convertAndSend("pulled", "order");
                template.convertAndSend("pulled", "order");
                outside(() -> {
                    while (template.receive("pulled") != null) {
                        template.convertAndSend("followed", "next");
                    }
                });
                return "done";
            default:
                throw new IllegalArgumentException(name);
        }
    }

    @Override
    void close() {
        simple.stop();
        direct.stop();
        batches.stop();
        manual.stop();
        context.close();
        connections.destroy();
    }

    @Configuration
    @EnableRabbit
    public static class Listeners {
        @Bean
        public ConnectionFactory connections() {
            return app.connections;
        }

        @Bean
        public SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory(ConnectionFactory connections) {
            SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            factory.setConnectionFactory(connections);
            return factory;
        }

        @RabbitListener(queues = "annotated")
        public void consume(String order) {
            app.template.convertAndSend("followed", order);
            app.consumed.release();
        }
    }
}
