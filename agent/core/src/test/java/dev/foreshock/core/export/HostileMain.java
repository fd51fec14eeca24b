// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * An application that has changed everything that can be changed for the whole JVM, and exports one trace. Exits with 0
 * where none of it was asked and nothing was lost.
 *
 * <p>Its arguments are pairs of variable and value.
 */
final class HostileMain {
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    private HostileMain() {}

    public static void main(String[] arguments) throws Exception {
        setGlobals();
        Rig rig = new Rig();
        for (int i = 0; i < arguments.length; i += 2) {
            rig.with(arguments[i], arguments[i + 1]);
        }
        rig.start().exporter().offer(Rig.simple("/orders"));
        rig.exporter().shutdown(Duration.ofSeconds(20).toNanos());
        System.out.println("asked: " + ASKED + ", lines: " + rig.lines + ", dropped: " + rig.dropped);
        System.exit(ASKED.isEmpty() && rig.lines.isEmpty() && rig.dropped.isEmpty() ? 0 : 1);
    }

    @SuppressWarnings("deprecation") // that is how applications do it
    private static void setGlobals() throws Exception {
        // First, since TLS itself makes a URL when it is loaded.
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        SSLContext.setDefault(trusting);
        HttpsURLConnection.setDefaultSSLSocketFactory(trusting.getSocketFactory());
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                ASKED.add("proxy selector for " + uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                ASKED.add("proxy selector");
            }
        });
        CookieHandler.setDefault(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                ASKED.add("cookie handler");
                return Map.of("Cookie", List.of("session=secret"));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {
                ASKED.add("cookie handler");
            }
        });
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                ASKED.add("authenticator");
                return new PasswordAuthentication("user", "secret".toCharArray());
            }
        });
        URL.setURLStreamHandlerFactory(protocol -> {
            if (protocol.startsWith("http")) {
                ASKED.add("stream handler factory");
            }
            return null;
        });
        // TLS and gRPC cannot do without plain sockets, which ask this factory, deprecated since JDK 17.
        if (Boolean.getBoolean("hostile.sockets")) {
            java.net.Socket.setSocketImplFactory(() -> {
                ASKED.add("socket factory");
                throw new IllegalStateException("the application's socket factory");
            });
        }
        HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> {
            ASKED.add("hostname verifier");
            return true;
        });
        System.setProperty("javax.net.ssl.trustStore", "/nowhere");
        for (String scheme : List.of("http", "https", "socks")) {
            System.setProperty(scheme + (scheme.equals("socks") ? "ProxyHost" : ".proxyHost"), "127.0.0.1");
            System.setProperty(scheme + (scheme.equals("socks") ? "ProxyPort" : ".proxyPort"), "1");
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            ASKED.add("trust manager");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            ASKED.add("trust manager");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
