// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import org.bson.Document;

/** A service that uses MongoDB with some client, one case for each request that it gets. The argument is the server's port. */
public abstract class MongoApp {
    static final String DATABASE = "shop";
    static final String COLLECTION = "products";

    int port;

    abstract void open() throws Exception;

    abstract void insert(List<Document> documents) throws Exception;

    /** {@code limit} and {@code batchSize} are 0 where there is none. */
    abstract List<Document> find(Document filter, Document sort, int limit, int batchSize) throws Exception;

    abstract Document byId(int id) throws Exception;

    abstract long count(Document filter) throws Exception;

    abstract void update(Document filter, Document change) throws Exception;

    /** As many updates in one command. */
    abstract void bulk(int updates) throws Exception;

    abstract Document change(Document filter, Document change) throws Exception;

    abstract void delete(Document filter) throws Exception;

    abstract void command(Document command) throws Exception;

    /** Logs in at a server that knows nobody. */
    abstract void logIn(String password) throws Exception;

    /** What only some clients can. */
    void other(String name) throws Exception {
        throw new UnsupportedOperationException(name);
    }

    abstract void close() throws Exception;

    final void run(String[] arguments) throws Exception {
        port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", this::serve);
        server.setExecutor(Executors.newFixedThreadPool(4));
        open();
        List<Document> stock = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            stock.add(new Document("_id", i).append("category", i < 3 ? "tools" : "toys").append("price", i));
        }
        insert(stock);
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        close();
        System.exit(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String answer = "done";
        try {
            perform(exchange.getRequestURI().getPath().substring("/case/".length()));
        } catch (Throwable thrown) {
            answer = thrown.toString();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Document id(Object id) {
        return new Document("_id", id);
    }

    private void perform(String name) throws Exception {
        switch (name) {
            case "find":
                find(new Document("category", "tools"), null, 0, 0);
                break;
            case "filter":
                find(
                        new Document("category", "toys")
                                .append("price", new Document("$gt", 5).append("$lt", 100))
                                .append("scores.42", 1)
                                .append("$or", Arrays.asList(id(1), id(2), new Document("price", null))),
                        new Document("price", -1),
                        2,
                        0);
                break;
            case "all":
                find(new Document(), null, 0, 100);
                break;
            case "in":
                find(id(new Document("$in", Arrays.asList(1, 2, 3))), null, 0, 0);
                break;
            case "count":
                count(new Document("category", "tools"));
                break;
            case "write":
                insert(List.of(id(1000), id(1001)));
                update(id(1000), new Document("$set", new Document("price", 7)));
                bulk(3);
                change(id(1000), new Document("$inc", new Document("price", 1)));
                delete(id(1000));
                delete(id(1001));
                break;
            case "duplicate":
                insert(List.of(id(1)));
                break;
            case "unknown":
                command(new Document("nonsense", 1));
                break;
            case "ping":
                command(new Document("ping", 1));
                break;
            case "loop":
                for (int i = 0; i < 50; i++) {
                    byId(i); // the loop
                }
                break;
            case "changes":
                for (int i = 0; i < 20; i++) {
                    change(id(i), new Document("$inc", new Document("price", 1)));
                }
                break;
            case "pages":
                find(new Document("category", "toys"), null, 0, 10);
                break;
            case "updates":
                for (int i = 0; i < 50; i++) {
                    update(id(i), new Document("$set", new Document("price", i)));
                }
                break;
            case "secrets":
                insert(List.of(id("canary-id").append("mail", "canary@example.com")));
                find(new Document("mail", "canary@example.com").append("by.canary@example.com", "canary-value"), null, 0, 0);
                find(new Document("tags", Arrays.asList("canary-one", "canary-two")), null, 0, 0);
                count(new Document("note", new Document("$regex", "canary-pattern")));
                update(id("canary-id"), new Document("$set", new Document("mail", "canary-mail")));
                tolerate(() -> insert(List.of(id("canary-id"))));
                tolerate(() -> command(new Document("canary-command", "canary")));
                tolerate(() -> command(new Document("find", COLLECTION).append("filter", "canary-filter")));
                tolerate(() -> logIn("canary-password"));
                break;
            default:
                other(name);
                break;
        }
    }

    interface Attempt {
        void perform() throws Exception;
    }

    private static void tolerate(Attempt attempt) {
        try {
            attempt.perform();
        } catch (Exception expected) {
            // Its message repeats what was sent.
        }
    }
}
