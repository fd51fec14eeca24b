// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers HTTP requests with an empty 200, each on a thread of its own, after having asked whether it may. */
final class SilentServer implements Runnable, AutoCloseable {
    /** Waits as long as no answer is to be given. */
    interface Gate {
        void await() throws InterruptedException;
    }

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Gate gate;

    SilentServer(Gate gate) throws IOException {
        this.gate = gate;
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void run() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread thread = new Thread(() -> serve(socket), "silent-server");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    gate.await();
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException | InterruptedException ended) {
            // The client has gone, or the program ends.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
