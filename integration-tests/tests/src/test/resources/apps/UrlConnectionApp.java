// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.concurrent.CompletableFuture;

public class UrlConnectionApp extends ClientApp {

    public static void main(String[] arguments) throws Exception {
        new UrlConnectionApp().run(arguments);
    }

    private static HttpURLConnection open(String url) throws IOException {
        return (HttpURLConnection) new URL(url).openConnection();
    }

    private static int finish(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        drain(status < 400 ? connection.getInputStream() : connection.getErrorStream());
        return status;
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        HttpURLConnection connection = open(url);
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(timeoutMillis);
        if (header.length > 0) {
            connection.setRequestProperty(header[0], header[1]);
        }
        if (method.equals("POST")) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return finish(connection);
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        HttpURLConnection connection = open(url);
        sent.thenRun(connection::disconnect);
        try {
            finish(connection);
        } catch (IOException | RuntimeException expected) {
            // The socket was closed under it, or on some JDKs a field was emptied.
        }
    }

    @Override
    int streamed(String url, Step opened) throws Exception {
        HttpURLConnection connection = open(url);
        connection.connect();
        connection.getInputStream();
        opened.run();
        return finish(connection);
    }
}
