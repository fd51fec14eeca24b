// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;

/** Sends a message into the void. */
public class JmsWar extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Message message = (Message) Proxy.newProxyInstance(
                JmsWar.class.getClassLoader(), new Class<?>[] {Message.class}, (proxy, method, arguments) -> null);
        Queue queue = () -> "jms";
        try {
            MessageProducer producer = new VoidMessageProducer();
            producer.send(queue, message);
        } catch (JMSException e) {
            throw new IOException(e);
        }
    }

    static final class VoidMessageProducer implements MessageProducer {
        @Override
        public Destination getDestination() {
            return null;
        }

        @Override
        public void close() {}

        @Override
        public void setDisableMessageID(boolean value) {}

        @Override
        public boolean getDisableMessageID() {
            return false;
        }

        @Override
        public void setDisableMessageTimestamp(boolean value) {}

        @Override
        public boolean getDisableMessageTimestamp() {
            return false;
        }

        @Override
        public void setDeliveryMode(int value) {}

        @Override
        public int getDeliveryMode() {
            return 1;
        }

        @Override
        public void setPriority(int value) {}

        @Override
        public int getPriority() {
            return 4;
        }

        @Override
        public void setTimeToLive(long value) {}

        @Override
        public long getTimeToLive() {
            return 0;
        }

        @Override
        public void setDeliveryDelay(long value) {}

        @Override
        public long getDeliveryDelay() {
            return 0;
        }

        @Override
        public void send(Message message) {}

        @Override
        public void send(Message message, int mode, int priority, long timeToLive) {}

        @Override
        public void send(Destination destination, Message message) {}

        @Override
        public void send(Destination destination, Message message, int mode, int priority, long timeToLive) {}

        @Override
        public void send(Message message, CompletionListener listener) {}

        @Override
        public void send(Message message, int mode, int priority, long timeToLive, CompletionListener listener) {}

        @Override
        public void send(Destination destination, Message message, CompletionListener listener) {}

        @Override
        public void send(Destination destination, Message message, int mode, int priority, long timeToLive, CompletionListener listener) {}
    }
}
