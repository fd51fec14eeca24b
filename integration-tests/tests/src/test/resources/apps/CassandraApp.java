// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A service that uses Cassandra, one case for each request that it gets. The argument is the server's port. */
public class CassandraApp {
    private static final int PATIENCE_SECONDS = 20;

    private static CqlSession session;
    private static PreparedStatement byId;
    private static PreparedStatement insert;

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        InetSocketAddress contact = new InetSocketAddress("127.0.0.1", port);
        // A setting by name, since the first versions know no other way.
        System.setProperty("datastax-java-driver.basic.request.timeout", PATIENCE_SECONDS + " seconds");
        try (CqlSession first = CqlSession.builder()
                .addContactPoint(contact)
                .withLocalDatacenter("datacenter1")
                .build()) {
            first.execute("CREATE KEYSPACE IF NOT EXISTS shop WITH replication ="
                    + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
            first.execute("CREATE TABLE IF NOT EXISTS shop.products (id int PRIMARY KEY, name text, code uuid)");
        }
        session = CqlSession.builder()
                .addContactPoint(contact)
                .withLocalDatacenter("datacenter1")
                .withKeyspace("shop")
                .build();
        byId = session.prepare("SELECT name FROM products WHERE id = ?");
        insert = session.prepare("INSERT INTO products (id, name) VALUES (?, ?)");
        for (int i = 0; i < 60; i++) {
            session.execute(insert.bind(i, "name"));
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/case/", CassandraApp::serve);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        Child.ready(server.getAddress().getPort());
        Child.awaitEnd();
        server.stop(0);
        session.close();
        System.exit(0);
    }

    private static void serve(HttpExchange exchange) throws IOException {
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

    private static int read(ResultSet rows) {
        int count = 0;
        for (Row row : rows) {
            count++;
        }
        return count;
    }

    private static CompletionStage<AsyncResultSet> begin(int id) {
        return session.executeAsync(byId.bind(id));
    }

    private static BatchStatement batch(boolean mixed) {
        BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
        for (int i = 0; i < 3; i++) {
            batch.addStatement(insert.bind(i, "name"));
        }
        if (mixed) {
            batch.addStatement(SimpleStatement.newInstance("DELETE FROM products WHERE id = 1000"));
        }
        return batch.build();
    }

    private static void perform(String name) throws Exception {
        switch (name) {
            case "query":
                read(session.execute("SELECT * FROM products WHERE id = 17"));
                break;
            case "bound":
                read(session.execute(byId.bind(17)));
                break;
            case "values":
                read(session.execute(SimpleStatement.newInstance("SELECT * FROM products WHERE id = ?", 17)));
                break;
            case "pages":
                read(session.execute(
                        SimpleStatement.newInstance("SELECT id FROM products").setPageSize(25)));
                break;
            case "scan":
                read(session.execute(
                        SimpleStatement.newInstance("SELECT id FROM products").setPageSize(1)));
                break;
            case "asynchronous":
                begin(1).thenCompose(rows -> begin(2))
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                break;
            case "batch":
                session.execute(batch(false));
                session.execute(batch(true));
                break;
            case "syntax":
                session.execute("SELECT id FROM");
                break;
            case "unknown":
                session.execute("SELECT * FROM nothing WHERE id = 1");
                break;
            case "loop":
                for (int i = 0; i < 50; i++) {
                    read(session.execute(byId.bind(i))); // read
                }
                break;
            case "same":
                for (int i = 0; i < 50; i++) {
                    read(session.execute(byId.bind(17)));
                }
                break;
            case "writes":
                for (int i = 0; i < 50; i++) {
                    session.execute(insert.bind(i, "name")); // write
                }
                break;
            case "secrets":
                session.execute(insert.bind(77, "canary-bound"));
                session.execute("INSERT INTO products (id, name) VALUES (78, 'canary-literal')");
                session.execute("INSERT INTO products (id, name) VALUES (79, $$canary-dollar$$)");
                session.execute("SELECT id FROM products WHERE id = 78 // canary-comment\n");
                session.execute("UPDATE products SET code = ca4a8bee-cafe-4bad-8bad-cafecafecafe WHERE id = 78");
                session.execute(SimpleStatement.newInstance(
                        "INSERT INTO products (id, name) VALUES (?, ?)", 80, "canary-positional"));
                session.execute("DELETE FROM products WHERE id IN (77, 78, 79, 80)");
                break;
            default:
                throw new UnsupportedOperationException(name);
        }
    }
}
