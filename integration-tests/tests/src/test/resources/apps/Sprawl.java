// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import redis.clients.jedis.Jedis;

/**
 * Never does the same twice: each request has a route of its own, runs a statement that nobody ran before, asks Redis for a key of a
 * pattern of its own, and calls a host that nobody called before, where nobody listens. Each line of standard input, a number, has
 * it answer so many requests.
 *
 * <p>The argument: Redis' port.
 */
public final class Sprawl {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Connection connection = DriverManager.getConnection("jdbc:h2:mem:sprawl");
    private final Jedis redis;
    private int requests;

    private Sprawl(int redisPort) throws IOException, SQLException {
        redis = new Jedis("127.0.0.1", redisPort);
        server.start();
    }

    public static void main(String[] args) throws Exception {
        Sprawl sprawl = new Sprawl(Integer.parseInt(args[0]));
        Child.ready(sprawl.server.getAddress().getPort());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            for (int i = Integer.parseInt(line); i > 0; i--) {
                sprawl.request();
            }
            System.out.println("answered " + sprawl.requests);
        }
        sprawl.server.stop(0);
        sprawl.redis.close();
        sprawl.connection.close();
    }

    private void request() throws IOException, URISyntaxException {
        String word = word(requests++);
        HttpContext route = server.createContext("/" + word, this::answer);
        try {
            HttpURLConnection call =
                    open(new URI("http", null, "127.0.0.1", server.getAddress().getPort(), "/" + word, null, null));
            if (call.getResponseCode() != 200) {
                throw new IOException(word + " answered " + call.getResponseCode());
            }
            call.getInputStream().close();
        } finally {
            server.removeContext(route);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String word = exchange.getRequestURI().getPath().substring(1);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT X AS " + word + " FROM SYSTEM_RANGE(1, 2)")) {
            rows.next();
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        redis.get(word + ":items");
        int host = requests;
        String address = "127." + (1 + host % 200) + "." + (host / 200 % 250) + "." + (1 + host / 50_000 % 250);
        try {
            open(URI.create("http://" + address + ":1/")).getResponseCode();
            throw new IOException("somebody listens at " + address);
        } catch (ConnectException e) {
            // As it should be.
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static HttpURLConnection open(URI uri) throws IOException {
        return (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    }

    /** Letters alone: digits would be taken for a value. No keyword of SQL begins like that. */
    private static String word(int number) {
        StringBuilder word = new StringBuilder("word");
        for (int rest = number; rest > 0; rest /= 20) {
            word.append((char) ('a' + rest % 20));
        }
        return word.toString();
    }
}
