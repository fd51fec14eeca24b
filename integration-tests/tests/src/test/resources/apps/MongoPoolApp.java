// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.bson.Document;

/**
 * The driver takes a connection for as long as a command takes, and nobody can take one otherwise: a connection is held by a thread
 * whose command is told to a listener that keeps it.
 */
public class MongoPoolApp extends PoolApp {
    private static final String DATABASE = "shop";

    private final MongoClient[] clients = new MongoClient[3];
    private final BlockingQueue<Held> wanted = new LinkedBlockingQueue<>();
    private final ThreadLocal<Held> holding = new ThreadLocal<>();

    public static void main(String[] arguments) throws Exception {
        new MongoPoolApp().run(arguments);
    }

    @Override
    void open(int number) {
        ConnectionString options = new ConnectionString("mongodb://localhost:" + where + "/?maxPoolSize=" + CONNECTIONS
                + "&waitQueueTimeoutMS=" + PATIENCE_MILLIS);
        clients[number] = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(options)
                .addCommandListener(new Keeper())
                .build());
        if (number == 1) {
            // From here, so that what they do belongs to no request.
            for (int i = 0; i < CONNECTIONS; i++) {
                Thread holder = new Thread(this::hold);
                holder.setDaemon(true);
                holder.start();
            }
        }
    }

    @Override
    AutoCloseable borrow(int number) {
        throw new UnsupportedOperationException();
    }

    @Override
    void use(AutoCloseable connection) {
        throw new UnsupportedOperationException();
    }

    @Override
    void plain(int number) {
        clients[number]
                .getDatabase(DATABASE)
                .getCollection("products")
                .find(Filters.eq("_id", "canary-product"))
                .into(new ArrayList<>());
    }

    @Override
    AutoCloseable take() throws Exception {
        Held held = new Held();
        wanted.add(held);
        held.taken.await();
        return held;
    }

    private void hold() {
        while (true) {
            try {
                holding.set(wanted.take());
                clients[1].getDatabase(DATABASE).runCommand(new Document("ping", 1));
                holding.get().done.countDown();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    void close(int number) {
        clients[number].close();
    }

    private static final class Held implements AutoCloseable {
        final CountDownLatch taken = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final CountDownLatch done = new CountDownLatch(1);

        @Override
        public void close() throws InterruptedException {
            released.countDown();
            done.await();
        }
    }

    private final class Keeper implements CommandListener {
        @Override
        public void commandStarted(CommandStartedEvent event) {
            Held held = holding.get();
            if (held != null && event.getCommandName().equals("ping")) {
                held.taken.countDown();
                try {
                    held.released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
