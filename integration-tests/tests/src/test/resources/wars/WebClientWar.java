// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import com.sun.net.httpserver.HttpServer;
import io.netty.util.concurrent.FastThreadLocal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Calls a server of its own through Spring's client over Reactor Netty, on event loops of its own. */
public class WebClientWar extends HttpServlet {
    private final ConnectionProvider connections = ConnectionProvider.create("war", 2);
    private final LoopResources loops = LoopResources.create("war", 1, true);
    private HttpServer server;

    @Override
    public void init() throws ServletException {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new ServletException(e);
        }
        server.createContext("/orders", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        HttpClient client = HttpClient.create(connections).runOn(loops, false);
        int status = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(client))
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build()
                .get()
                .uri("/orders/{id}", 17)
                .retrieve()
                .toBodilessEntity()
                .block(Duration.ofSeconds(20))
                .getStatusCode()
                .value();
        response.setStatus(status == 204 ? 200 : 500);
        FastThreadLocal.removeAll();
        FastThreadLocal.destroy();
    }

    @Override
    public void destroy() {
        connections.disposeLater().block();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).block();
        Schedulers.shutdownNow();
        FastThreadLocal.removeAll();
        FastThreadLocal.destroy();
        server.stop(0);
    }
}
