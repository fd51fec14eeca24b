// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

public class ReactorClientApp extends ClientApp {
    private final HttpClient client =
            spoken(HttpClient.create()).followRedirect(true).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000);

    static HttpClient spoken(HttpClient client) {
        return Boolean.getBoolean("h2") ? client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : client;
    }

    public static void main(String[] arguments) throws Exception {
        new ReactorClientApp().run(arguments);
    }

    private static Mono<Integer> get(HttpClient client, String url) {
        return client.get().uri(url).responseSingle((response, body) -> body.asByteArray()
                .thenReturn(response.status().code()));
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) {
        HttpClient configured = client.responseTimeout(Duration.ofMillis(timeoutMillis));
        if (header.length > 0) {
            configured = configured.headers(headers -> headers.set(header[0], header[1]));
        }
        Mono<Integer> status = method.equals("GET")
                ? get(configured, url)
                : configured
                        .request(HttpMethod.valueOf(method))
                        .uri(url)
                        .send(ByteBufFlux.fromString(Mono.just("body")))
                        .responseSingle((response, body) ->
                                body.asByteArray().thenReturn(response.status().code()));
        return status.block(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    /** What goes on would block, which the event loop must not. */
    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        return get(client, url).publishOn(Schedulers.boundedElastic()).toFuture();
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        Disposable call = get(client, url).subscribe();
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call.dispose();
    }

    @Override
    int streamed(String url, Step opened) {
        Integer status = client.get()
                .uri(url)
                .response((response, body) -> step(opened)
                        .thenMany(body.aggregate().asByteArray())
                        .then(Mono.just(response.status().code())))
                .blockLast(Duration.ofSeconds(PATIENCE_SECONDS));
        return status;
    }

    @Override
    int nested(String url, Step inside) {
        HttpClient asking = client.headersWhen(headers -> step(inside).thenReturn(headers));
        return get(asking, url).block(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private static Mono<Integer> step(Step step) {
        return Mono.fromCallable(() -> {
                    step.run();
                    return 0;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
