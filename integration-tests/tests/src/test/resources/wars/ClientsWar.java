// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.eclipse.jetty.client.Request;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Asks a server of its own through each HTTP client that leaves no thread and no thread-local of its own behind. */
public class ClientsWar extends HttpServlet {
    /** From its class loader an undeployed application reaches what it has sent. */
    private static Request sent;

    private final ExecutorService workers = Executors.newFixedThreadPool(1);
    private HttpServer server;

    @Override
    public void init() throws ServletException {
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new ServletException(e);
        }
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(workers);
        server.start();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        try {
            ask(url);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void ask(String url) throws Exception {
        HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url + "jdk")).build(), HttpResponse.BodyHandlers.discarding());
        try (CloseableHttpClient client = HttpClients.createDefault()) {
            client.execute(new HttpGet(url + "apache4")).close();
        }
        try (var client = org.apache.hc.client5.http.impl.classic.HttpClients.createDefault()) {
            client.execute(new org.apache.hc.client5.http.classic.methods.HttpGet(url + "apache5"), answer -> "");
        }
        try (CloseableHttpAsyncClient client = HttpAsyncClients.createDefault()) {
            client.start();
            client.execute(new SimpleHttpRequest("GET", URI.create(url + "async5")), null).get();
        }
        org.eclipse.jetty.client.HttpClient jetty = new org.eclipse.jetty.client.HttpClient();
        jetty.start();
        sent = jetty.newRequest(url + "jetty");
        sent.send();
        jetty.stop();
        new RestTemplate().getForEntity(url + "{client}", String.class, "template");
        RestClient.builder()
                .requestFactory(new SimpleClientHttpRequestFactory())
                .build()
                .get()
                .uri(url + "{client}", "rest")
                .retrieve()
                .toBodilessEntity();
    }

    @Override
    public void destroy() {
        server.stop(0);
        workers.shutdownNow();
    }
}
