// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** Speaks HTTP/2 over TLS, and tells in {@code /received} what it got: method, path, protocol and contexts of each request. */
public class Http2ServerApp {
    /** @param arguments a PKCS12 key store and its password */
    public static void main(String[] arguments) throws Exception {
        char[] password = arguments[1].toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(Path.of(arguments[0]).toFile(), password), password);
        List<String> received = new CopyOnWriteArrayList<>();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .secure(tls -> tls.sslContext(Http2SslContextSpec.forServer(keys)))
                .handle((in, out) -> {
                    if (in.fullPath().equals("/received")) {
                        return out.sendString(Mono.just(String.join("\n", received)));
                    }
                    received.add(in.method() + " " + in.fullPath() + " " + in.protocol() + " "
                            + in.requestHeaders().getAll("traceparent"));
                    int status = in.fullPath().startsWith("/gone") ? 404 : 200;
                    return in.receive().then(out.status(status).sendString(Mono.just("answer")).then());
                })
                .bindNow();
        Child.ready(server.port());
        Child.awaitEnd();
        server.disposeNow();
    }
}
