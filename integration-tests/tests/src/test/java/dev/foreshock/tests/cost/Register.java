// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.cost;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A request runs ten different prepared statements on H2, none of them cached, two values bound to each, ten rows read from each.
 * Prints what a statement allocates on the thread of the request, and on the agent's export thread, in bytes.
 *
 * <p>The arguments: how many requests warm up, and how many are measured.
 */
public final class Register {
    private static final int STATEMENTS = 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Connection connection;
    private final String[] texts = new String[STATEMENTS];
    private long allocated;

    private Register(Connection connection) {
        this.connection = connection;
        for (int i = 0; i < STATEMENTS; i++) {
            texts[i] = "SELECT X AS ITEM" + i + ", CAST(? AS INT) FROM SYSTEM_RANGE(1, 10) WHERE X > ?";
        }
    }

    public static void main(String[] args) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:register")) {
            Register register = new Register(connection);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/receipt", register::answer);
            server.start();
            int port = server.getAddress().getPort();
            ask(port, Integer.parseInt(args[0]));
            register.allocated = 0;
            long exportedBefore = exporting();
            int measured = Integer.parseInt(args[1]);
            ask(port, measured);
            long statements = (long) STATEMENTS * measured;
            System.out.println(register.allocated / statements + " " + (exporting() - exportedBefore) / statements);
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            for (String text : texts) {
                run(text);
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void run(String text) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setInt(1, 1);
            statement.setInt(2, 0);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getLong(1);
                    rows.getLong(2);
                }
            }
        }
    }

    /** Over one connection, and not with a client that the agent would see. */
    private static void ask(int port, int times) throws IOException {
        byte[] request = "GET /receipt HTTP/1.1\r\nHost: register\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(request);
                String status = answers.readLine();
                if (!"HTTP/1.1 200 OK".equals(status)) {
                    throw new IOException("answered " + status);
                }
                String header = status;
                while (header != null && !header.isEmpty()) {
                    header = answers.readLine();
                }
            }
        }
    }

    /** What the thread that exports has allocated so far; 0 where there is none. */
    private static long exporting() {
        long bytes = 0;
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("foreshock-export")) {
                bytes += Math.max(0, THREADS.getThreadAllocatedBytes(id));
            }
        }
        return bytes;
    }
}
