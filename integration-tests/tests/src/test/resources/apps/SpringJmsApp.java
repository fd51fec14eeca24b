// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageListener;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;

public class SpringJmsApp extends QueueApp {
    private CachingConnectionFactory connections;
    private JmsTemplate template;
    private DefaultMessageListenerContainer polling;
    private SimpleMessageListenerContainer listening;

    public static void main(String[] arguments) throws Exception {
        new SpringJmsApp().run(arguments);
    }

    @Override
    void open() {
        ConnectionFactory factory = new ActiveMQConnectionFactory("tcp://localhost:" + port);
        connections = new CachingConnectionFactory(factory);
        template = new JmsTemplate(connections);
        polling = new DefaultMessageListenerContainer();
        listen(polling, "polled");
        polling.setSessionTransacted(true);
        polling.afterPropertiesSet();
        polling.start();
        listening = new SimpleMessageListenerContainer();
        listen(listening, "listened");
        listening.afterPropertiesSet();
        listening.start();
    }

    private void listen(AbstractMessageListenerContainer container, String queue) {
        container.setConnectionFactory(connections);
        container.setDestinationName(queue);
        container.setErrorHandler(thrown -> {});
        container.setMessageListener((MessageListener) message -> {
            template.convertAndSend("followed", "next");
            consumed.release();
            try {
                if (message.getBooleanProperty("fails") && !message.getJMSRedelivered()) {
                    throw new IllegalStateException("canary of the listener");
                }
            } catch (jakarta.jms.JMSException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    @Override
    String perform(String name) throws Exception {
        if (name.equals("fail")) {
            template.convertAndSend("polled", "text", message -> {
                message.setBooleanProperty("fails", true);
                return message;
            });
            return await(2);
        }
        template.convertAndSend(name, "text");
        return await(1);
    }

    @Override
    void close() {
        polling.destroy();
        listening.destroy();
        connections.destroy();
    }
}
