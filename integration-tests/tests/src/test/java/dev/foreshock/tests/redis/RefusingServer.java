// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks as much of the protocol as it takes to refuse: a GET lives on another node, a SET finds no memory. */
final class RefusingServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));

    RefusingServer() throws IOException {
        Thread thread = new Thread(this::accept, "refusing-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** One connection after the other. */
    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException closed) {
                // The next one, if there is any.
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String head = in.readLine(); head != null && head.startsWith("*"); head = in.readLine()) {
            String name = "";
            for (int i = 0; i < Integer.parseInt(head.substring(1)); i++) {
                in.readLine();
                String word = in.readLine();
                name = i == 0 ? word : name;
            }
            String reply =
                    switch (name) {
                        case "GET" -> "-MOVED 8000 127.0.0.1:7000";
                        case "SET" -> "-OOM command not allowed when used memory > 'maxmemory'.";
                        default -> "+OK";
                    };
            socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
