// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Publishes a message to a server that says little more than that it is there, and keeps the connection. */
public class NatsWar extends HttpServlet {
    private static Connection connection;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> serve(socket));
            server.start();
            Options options = new Options.Builder()
                    .server("nats://127.0.0.1:" + socket.getLocalPort())
                    .noReconnect()
                    .build();
            connection = Nats.connect(options);
            connection.createDispatcher(message -> {}).subscribe("war-orders");
            connection.publish("war-orders", new byte[8]);
            connection.flush(Duration.ofSeconds(10));
            connection.close();
            server.join();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.TimeoutException late) {
            throw new IOException(late);
        }
    }

    private static void serve(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            client.getOutputStream()
                    .write("INFO {\"server_id\":\"war\",\"version\":\"2.9.0\",\"headers\":true,\"max_payload\":1024}\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("PING")) {
                    client.getOutputStream().write("PONG\r\n".getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
