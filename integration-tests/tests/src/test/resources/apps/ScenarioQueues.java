// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What {@link ScenarioApp} consumes from a broker that speaks RabbitMQ's protocol. Each queue is called as its scenario. */
final class ScenarioQueues implements AutoCloseable {
    private static final String PASSWORD = "canary-password";
    private static final int MANY = 60;

    private final ExecutorService restarts = Executors.newSingleThreadExecutor();
    private final Connection connection;
    private final Channel publishing;

    /** @param scenarios those that there are */
    ScenarioQueues(int port, Set<String> scenarios) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri("amqp://guest:" + PASSWORD + "@localhost:" + port);
        connection = factory.newConnection();
        publishing = connection.createChannel();
        if (scenarios.contains("poisoned-queue")) {
            poisoned("poisoned-queue");
        }
        restarted("restarted-consumer");
    }

    private void publish(String queue, int messages) throws IOException {
        publishing.queueDeclare(queue, false, false, false, null);
        for (int i = 0; i < messages; i++) {
            publishing.basicPublish("", queue, null, new byte[] {1});
        }
    }

    /** One message that no consumer can digest, and that goes back to the queue each time. */
    private void poisoned(String queue) throws IOException {
        publish(queue, 1);
        Channel consuming = connection.createChannel();
        consuming.basicConsume(
                queue,
                false,
                (tag, delivery) -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                    consuming.basicNack(delivery.getEnvelope().getDeliveryTag(), false, true);
                },
                tag -> {});
    }

    /** All messages come twice, since the first consumer goes away before it has acknowledged them. */
    private void restarted(String queue) throws Exception {
        publish(queue, MANY);
        Channel before = connection.createChannel();
        Semaphore delivered = new Semaphore(0);
        before.basicConsume(queue, false, (tag, delivery) -> delivered.release(), tag -> {});
        restarts.execute(() -> {
            try {
                delivered.tryAcquire(MANY, 20, TimeUnit.SECONDS);
                before.close();
                Channel after = connection.createChannel();
                after.basicConsume(
                        queue,
                        false,
                        (tag, delivery) -> after.basicAck(delivery.getEnvelope().getDeliveryTag(), false),
                        tag -> {});
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        restarts.shutdownNow();
        connection.close();
    }
}
