// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jms;

import dev.foreshock.api.Target;
import javax.jms.Destination;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageProducer;
import javax.jms.Queue;
import javax.jms.Topic;
import org.jspecify.annotations.Nullable;

/** See {@code JakartaMessage}: the same but for the API. */
final class JavaxMessage extends JmsMessage {
    private final Message message;

    JavaxMessage(Object message) {
        this.message = (Message) message;
    }

    @Override
    @Nullable
    String get(String name) {
        try {
            return message.getStringProperty(name);
        } catch (JMSException e) {
            return null;
        }
    }

    @Override
    void set(String name, String value) {
        try {
            message.setStringProperty(name, value);
        } catch (JMSException readOnly) {
            return;
        }
    }

    @Override
    @Nullable
    String destination() {
        try {
            return destination(message.getJMSDestination());
        } catch (JMSException e) {
            return null;
        }
    }

    @Override
    @Nullable
    String destination(@Nullable Object destinationOrProducer) {
        try {
            Object known = destinationOrProducer instanceof MessageProducer producer
                    ? producer.getDestination()
                    : destinationOrProducer;
            if (known instanceof Queue queue) {
                return queue.getQueueName();
            }
            return known instanceof Topic topic
                    ? topic.getTopicName()
                    : known instanceof Destination other ? other.getClass().getSimpleName() : null;
        } catch (JMSException e) {
            return null;
        }
    }

    @Override
    int delivery() {
        try {
            if (!message.getJMSRedelivered()) {
                return 1;
            }
            return message.propertyExists("JMSXDeliveryCount")
                    ? Math.max(2, message.getIntProperty("JMSXDeliveryCount"))
                    : 2;
        } catch (JMSException e) {
            return 1;
        }
    }

    @Override
    long timestamp() {
        try {
            return message.getJMSTimestamp();
        } catch (JMSException e) {
            return 0;
        }
    }

    @Override
    Target target() {
        return target(message);
    }
}
