// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.logging.LogManager;
import org.eclipse.jetty.client.StringRequestContent;

/**
 * Every HTTP client against servers of three kinds, in one process, with secrets in all that a request and its answer have. A case
 * is called like a client; at the end it says which secrets there were.
 */
public class SecretsApp extends ClientApp {
    private static final Set<String> PLANTED = new ConcurrentSkipListSet<>();
    private static final String[] HEADERS = {
        "Authorization", "Cookie", "X-Api-Key", "Proxy-Authorization", "Referer", "Forwarded", "X-Forwarded-For",
        "X-Forwarded-Host", "From", "Origin"
    };

    private final Map<String, ClientApp> clients = new TreeMap<>();
    private final SecretsServers servers = new SecretsServers();

    private SecretsApp() throws Exception {
        AsyncHttpClient5App asynchronous = new AsyncHttpClient5App();
        asynchronous.client.start();
        JettyWithBody jetty = new JettyWithBody();
        jetty.client.start();
        clients.put("AsyncHttpClient5App", asynchronous);
        clients.put("JettyClientApp", jetty);
        clients.put("JdkClientApp", new JdkClientApp());
        clients.put("UrlConnectionApp", new UrlConnectionApp());
        clients.put("HttpClient4App", new HttpClient4App());
        clients.put("HttpClient5App", new HttpClient5App());
        clients.put("OkHttpApp", new OkHttpApp());
        clients.put("AsyncHttpClientApp", new AsyncHttpClientApp());
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        new SecretsApp().run(arguments);
        System.out.println("planted: " + String.join(" ", PLANTED));
    }

    static String secret(String where) {
        String secret = "canary" + where;
        PLANTED.add(secret);
        return secret;
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) {
        throw new UnsupportedOperationException();
    }

    @Override
    int perform(String name, Map<String, String> query) throws Exception {
        if (name.startsWith("tls-")) {
            return clients.get(name.substring(4)).send("GET", query.get("url"), 10_000);
        }
        ClientApp client = clients.get(name);
        if (client == null) {
            throw new IllegalArgumentException(secret("argument") + name);
        }
        int answered = 0;
        for (int port : servers.ports().values()) {
            answered += plant(client, "127.0.0.1:" + port);
            if (name.equals("JdkClientApp")) {
                raw(port);
            }
        }
        call(client, "GET", "http://127.0.0.1:" + servers.nonsensePort() + "/x?token=" + secret("nonsense"));
        call(client, "GET", "http://127.0.0.1:1/x?token=" + secret("refused"));
        call(client, "GET", "http://127.0.0.1:1/" + " ?token=" + secret("malformed"));
        return answered;
    }

    private static int plant(ClientApp client, String host) {
        String base = "http://" + host;
        int answered = call(client, "GET", "http://" + secret("user") + ":" + secret("password") + "@" + host + "/a");
        answered += call(
                client,
                "GET",
                base + "/items;m=" + secret("matrix") + "/controlled?token=" + secret("query") + "&" + secret("key") + "#"
                        + secret("fragment"));
        for (String header : HEADERS) {
            String value = secret(header.toLowerCase().replace("-", ""));
            answered += call(
                    client,
                    "GET",
                    base + "/b",
                    header,
                    header.endsWith("Authorization") ? "Bearer " + value : header.equals("Cookie") ? "a=" + value : value);
        }
        body = secret("body");
        answered += call(client, "POST", base + "/c");
        body = "password=" + secret("form") + "&token=" + secret("formtoken");
        answered += call(client, "POST", base + "/d", "Content-Type", "application/x-www-form-urlencoded");
        body = "--x\r\ncontent-disposition: form-data; name=\"a\"; filename=\"" + secret("file") + "\"\r\n\r\n"
                + secret("part") + "\r\n--x--\r\n";
        answered += call(client, "POST", base + "/e", "Content-Type", "multipart/form-data; boundary=x");
        answered += call(client, "GET", base + "/moved");
        answered += call(client, "GET", base + "/moved-user");
        answered += call(client, "GET", base + "/throw");
        return answered;
    }

    /** Answers 1 where there was an answer. */
    private static int call(ClientApp client, String method, String url, String... header) {
        try {
            client.send(method, url, 5_000, header);
            return 1;
        } catch (Exception refused) {
            // What one client refuses another one sends.
            return 0;
        }
    }

    /** What no client sends, but anybody can. */
    private static void raw(int port) throws IOException {
        String[] requests = {
            "GET http://" + secret("rawuser") + ":x@127.0.0.1/a;m=" + secret("rawmatrix") + "?t=" + secret("rawquery"),
            "GET /a;m=" + secret("rawmatrix") + "/b;n=" + secret("rawmatrix") + "?" + secret("rawkey"),
            "GET /a?t=" + secret("rawquery") + "#" + secret("rawfragment"),
            secret("rawmethod") + " /a"
        };
        for (String request : requests) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                String text = request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nForwarded: for=\""
                        + secret("rawforwarded") + "\"\r\n\r\n";
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                // The head of an answer, or the end of the connection.
                socket.setSoTimeout(1_000);
                socket.getInputStream().read(new byte[1_000]);
            }
        }
    }

    @Override
    void close() throws Exception {
        for (ClientApp client : clients.values()) {
            client.close();
        }
        servers.stop();
    }

    /** The other versions of Jetty have other classes for a body. */
    private static final class JettyWithBody extends JettyClientApp {
        @Override
        int send(String method, String url, int timeoutMillis, String... header) throws Exception {
            if (!method.equals("POST")) {
                return super.send(method, url, timeoutMillis, header);
            }
            return client.newRequest(url)
                    .method(method)
                    .headers(headers -> {
                        if (header.length > 0) {
                            headers.put(header[0], header[1]);
                        }
                    })
                    .body(new StringRequestContent(body))
                    .send()
                    .getStatus();
        }
    }
}
