// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Sends and consumes messages of JMS with some provider. */
public abstract class JmsApp extends QueueApp {
    Connection connection;
    private Session sending;
    private Session listening;
    private boolean listens;

    abstract ConnectionFactory factory() throws Exception;

    @Override
    void open() throws Exception {
        connection = factory().createConnection("canary-user", "canary-password");
        sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Session acknowledging = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        listen(acknowledging, "orders", message -> {
            send(acknowledging, "invoices", "next");
            message.acknowledge();
        });
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        listen(transacted, "transacted", message -> {
            if (message.getJMSRedelivered()) {
                transacted.commit();
            } else {
                transacted.rollback();
            }
        });
        Session automatic = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        listen(automatic, "broken", message -> {
            if (!message.getJMSRedelivered()) {
                throw new IllegalStateException("canary of the listener");
            }
        });
        Session outer = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        listen(outer, "outer", this::workElsewhere);
        listening = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageListener own = message -> consumed.release();
        MessageConsumer consumer = listening.createConsumer(listening.createQueue("quiet"));
        consumer.setMessageListener(own);
        listens = consumer.getMessageListener() == own;
        connection.start();
    }

    private interface Consumption {
        void accept(Message message) throws JMSException;
    }

    private void listen(Session session, String queue, Consumption consumption) throws JMSException {
        session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {
            try {
                consumption.accept(message);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            } finally {
                consumed.release();
            }
        });
    }

    static void send(Session session, String queue, String text) throws JMSException {
        MessageProducer producer = session.createProducer(session.createQueue(queue));
        producer.send(session.createTextMessage(text));
        producer.close();
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "plain":
                send(sending, "orders", "text");
                return await(1);
            case "overloads":
                MessageProducer anywhere = sending.createProducer(null);
                anywhere.send(sending.createQueue("quiet"), sending.createTextMessage("one"));
                anywhere.send(sending.createQueue("quiet"), sending.createTextMessage("two"), 1, 4, 0);
                anywhere.close();
                MessageProducer somewhere = sending.createProducer(sending.createQueue("quiet"));
                somewhere.send(sending.createTextMessage("three"), 1, 4, 0);
                somewhere.close();
                return await(3);
            case "requeue":
                send(sending, "transacted", "text");
                return await(2);
            case "fail":
                send(sending, "broken", "text");
                return await(2);
            case "again":
                MessageProducer producer = sending.createProducer(sending.createQueue("quiet"));
                TextMessage message = sending.createTextMessage("text");
                producer.send(message);
                producer.send(message);
                producer.close();
                return await(2);
            case "traced":
                MessageProducer tracing = sending.createProducer(sending.createQueue("quiet"));
                TextMessage traced = sending.createTextMessage("text");
                traced.setStringProperty("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
                tracing.send(traced);
                tracing.close();
                return await(1);
            case "poll":
                for (int i = 0; i < 3; i++) {
                    send(sending, "polled", "text");
                }
                outside(this::poll);
                return "done";
            case "inner":
                for (int i = 0; i < 2; i++) {
                    send(sending, "polled", "text");
                    send(sending, "answers", "text");
                }
                outside(this::pollTwice);
                return "done";
            case "elsewhere":
                send(sending, "answers", "text");
                send(sending, "answers", "text");
                send(sending, "outer", "text");
                return await(2);
            case "within":
                send(sending, "within", "text");
                MessageConsumer consumer = sending.createConsumer(sending.createQueue("within"));
                Message received = consumer.receive(10_000);
                consumer.close();
                return received == null ? "nothing" : "done";
            case "closed":
                MessageProducer closed = sending.createProducer(sending.createQueue("quiet"));
                TextMessage late = sending.createTextMessage("text");
                closed.close();
                closed.send(late);
                return "sent";
            case "listener":
                return listens ? "done" : "another listener";
            case "secrets":
                MessageProducer discreet = sending.createProducer(sending.createQueue("quiet"));
                TextMessage secret = sending.createTextMessage("canary-text");
                secret.setStringProperty("token", "canary-property");
                secret.setJMSCorrelationID("canary-correlation");
                secret.setJMSType("canary-type");
                discreet.send(secret);
                discreet.close();
                return await(1);
            case "semantics":
                return semantics();
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private void poll() throws JMSException {
        Session polling = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = polling.createConsumer(polling.createQueue("polled"));
        for (int i = 0; i < 3; i++) {
            Message message = consumer.receive(10_000);
            send(polling, "followed", "next");
            message.acknowledge();
        }
        consumer.close();
        polling.close();
    }

    /** Asks for something else by another consumer while it serves a message. */
    private void pollTwice() throws JMSException {
        Session polling = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = polling.createConsumer(polling.createQueue("polled"));
        for (int i = 0; i < 2; i++) {
            Message message = consumer.receive(10_000);
            answer();
            send(polling, "followed", "next");
            message.acknowledge();
        }
        consumer.close();
        polling.close();
    }

    /** In a session of its own, with an acknowledgement of its own. */
    private void answer() throws JMSException {
        Session asking = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = asking.createConsumer(asking.createQueue("answers"));
        consumer.receive(10_000).acknowledge();
        consumer.close();
        asking.close();
    }

    /** Other sessions settle what is theirs; the message itself comes again. */
    private void workElsewhere(Message message) throws JMSException {
        answer();
        Session other = connection.createSession(true, Session.SESSION_TRANSACTED);
        send(other, "followed", "next");
        other.commit();
        other.close();
        if (!message.getJMSRedelivered()) {
            throw new IllegalStateException("canary of the listener");
        }
    }

    /** What an application sees of deliveries, acknowledgements and transactions. */
    private String semantics() throws Exception {
        List<String> seen = new ArrayList<>();
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(transacted.createQueue("semantics"));
        producer.send(ordered(transacted, "rolled back"));
        transacted.rollback();
        producer.send(ordered(transacted, "one"));
        producer.send(ordered(transacted, "two"), 1, 4, 60_000);
        transacted.commit();
        MessageConsumer consumer = transacted.createConsumer(transacted.createQueue("semantics"));
        seen.add(text(consumer.receive(10_000)));
        seen.add(text(consumer.receive(10_000)));
        transacted.rollback();
        seen.add(text(consumer.receive(10_000)));
        seen.add(text(consumer.receive(10_000)));
        transacted.commit();
        consumer.close();
        transacted.close();
        Session acknowledging = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageProducer second = acknowledging.createProducer(acknowledging.createQueue("semantics"));
        second.send(ordered(acknowledging, "three"));
        MessageConsumer asking = acknowledging.createConsumer(acknowledging.createQueue("semantics"));
        seen.add(text(asking.receive(10_000)));
        acknowledging.recover();
        Message again = asking.receive(10_000);
        seen.add(text(again));
        again.acknowledge();
        seen.add(text(asking.receive(200)));
        acknowledging.close();
        return String.join("; ", seen);
    }

    private static Message ordered(Session session, String text) throws JMSException {
        Message message = session.createTextMessage(text);
        message.setStringProperty("kind", "order");
        return message;
    }

    private static String text(Message message) throws JMSException {
        if (message == null) {
            return "nothing";
        }
        TreeSet<String> names = new TreeSet<>();
        for (Object name : Collections.list(message.getPropertyNames())) {
            if (!name.equals("traceparent")) {
                names.add(name + "=" + message.getObjectProperty((String) name));
            }
        }
        return ((TextMessage) message).getText() + " " + message.getJMSRedelivered() + " " + message.getJMSPriority()
                + " " + message.getJMSDeliveryMode() + " " + names;
    }

    @Override
    void close() throws Exception {
        connection.close();
    }
}
