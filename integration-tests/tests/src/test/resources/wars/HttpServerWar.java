// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves requests of its own through the JDK's server. */
public class HttpServerWar extends HttpServlet {
    private final ExecutorService workers = Executors.newFixedThreadPool(1);
    private HttpServer server;

    @Override
    public void init() throws ServletException {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new ServletException(e);
        }
        server.createContext("/within", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.setExecutor(workers);
        server.start();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/within");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        response.setStatus(connection.getResponseCode() == 204 ? 200 : 500);
        connection.disconnect();
    }

    @Override
    public void destroy() {
        server.stop(0);
        workers.shutdownNow();
    }
}
