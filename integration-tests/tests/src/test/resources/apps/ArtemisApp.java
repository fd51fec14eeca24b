// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import jakarta.jms.CompletionListener;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Of the two the one that knows JMS 2 whole. */
public class ArtemisApp extends JmsApp {
    public static void main(String[] arguments) throws Exception {
        new ArtemisApp().run(arguments);
    }

    @Override
    ConnectionFactory factory() {
        return new ActiveMQConnectionFactory("tcp://localhost:" + port);
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "async":
                return async();
            case "context":
                try (JMSContext context = factory().createContext("canary-user", "canary-password")) {
                    context.createProducer().send(context.createQueue("quiet"), "text");
                }
                return await(1);
            default:
                return super.perform(name);
        }
    }

    private String async() throws Exception {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("quiet");
        CountDownLatch sent = new CountDownLatch(4);
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                sent.countDown();
            }

            @Override
            public void onException(Message message, Exception exception) {}
        };
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("one"), listener);
        producer.send(session.createTextMessage("two"), 1, 4, 0, listener);
        MessageProducer anywhere = session.createProducer(null);
        anywhere.send(queue, session.createTextMessage("three"), listener);
        anywhere.send(queue, session.createTextMessage("four"), 1, 4, 0, listener);
        String answer = sent.await(30, TimeUnit.SECONDS) ? await(4) : "not sent";
        session.close();
        return answer;
    }
}
