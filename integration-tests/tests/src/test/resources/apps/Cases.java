// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Ways to do something asynchronously, each served under a path of its own, with a table of the same name: whose trace a
 * statement belongs to can be told from its table. What belongs to nobody asks a table whose name begins so.
 */
public class Cases {
    /** What is done in one request. Returns when all of it has been done. */
    public interface Case {
        void run() throws Exception;
    }

    private static final Map<String, Case> CASES = new LinkedHashMap<>();
    private static final Map<String, Integer> STATEMENTS = new LinkedHashMap<>();
    private static final LinkedBlockingQueue<Runnable> FOREIGN = new LinkedBlockingQueue<>();
    private static Connection connection;

    /**
     * @param statements how many statements it executes, -1 where nobody can tell
     */
    public static void add(String name, int statements, Case body) {
        STATEMENTS.put(name, statements);
        CASES.put(name, body);
    }

    static void run(String name) throws Exception {
        CASES.get(name).run();
    }

    /** Reads the table. */
    public static synchronized String query(String table) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT id FROM " + table)) {
            return result.next() ? "found" : "empty";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the task on a thread that gets its tasks in no way that is woven: a driver's, a broker's. */
    public static void onForeignThread(Runnable task) {
        FOREIGN.add(task);
    }

    static synchronized void start() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:cases");
        Thread foreign = new Thread(() -> {
            try {
                while (true) {
                    FOREIGN.take().run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        foreign.setName("foreign");
        foreign.setDaemon(true);
        foreign.start();
        try (Statement statement = connection.createStatement()) {
            for (String name : STATEMENTS.keySet()) {
                statement.execute("CREATE TABLE " + name + " (id INT PRIMARY KEY)");
            }
        }
    }

    /** What the test expects: a line for each case, with the number of its statements. */
    static void announce(int port) {
        STATEMENTS.forEach((name, statements) ->
                System.out.println("case " + name + " " + statements + (CASES.get(name) == null ? " -" : "")));
        Child.ready(port);
    }

    /** Something that is done when no request is open any more, and its table. */
    static void nobody(String table) {
        STATEMENTS.put(table, -1);
    }

    /** Serves the cases until the test ends, on the JDK's server. */
    public static void serve(Case afterwards) throws Exception {
        start();
        ExecutorService handlers = Executors.newFixedThreadPool(3);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/", exchange -> serve(exchange));
        server.start();
        announce(server.getAddress().getPort());
        Child.awaitEnd();
        afterwards.run();
        server.stop(0);
        handlers.shutdown();
    }

    private static void serve(HttpExchange exchange) throws IOException {
        int status = 200;
        try {
            run(exchange.getRequestURI().getPath().substring(1));
        } catch (Exception e) {
            e.printStackTrace();
            status = 500;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
