// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

public class WebClientApp extends ClientApp {
    private final HttpClient connector = spoken(HttpClient.create()).followRedirect(true);
    private final WebClient client = over(connector);

    public static void main(String[] arguments) throws Exception {
        new WebClientApp().run(arguments);
    }

    private static HttpClient spoken(HttpClient client) {
        return Boolean.getBoolean("h2") ? client.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : client;
    }

    private static WebClient over(HttpClient connector) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(connector))
                .build();
    }

    private static Mono<Integer> status(WebClient.RequestHeadersSpec<?> request) {
        return request.exchangeToMono(response ->
                response.bodyToMono(String.class).then(Mono.just(response.statusCode().value())));
    }

    private Mono<Integer> get(String url) {
        return status(client.get().uri(URI.create(url)));
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) {
        WebClient.RequestBodySpec request = over(connector.responseTimeout(Duration.ofMillis(timeoutMillis)))
                .method(HttpMethod.valueOf(method))
                .uri(URI.create(url));
        if (header.length > 0) {
            request.header(header[0], header[1]);
        }
        Mono<Integer> status = method.equals("POST") ? status(request.bodyValue("body")) : status(request);
        return status.block(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        return get(url).publishOn(Schedulers.boundedElastic()).toFuture();
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        Disposable call = get(url).subscribe();
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call.dispose();
    }

    @Override
    int streamed(String url, Step opened) {
        return client.get()
                .uri(URI.create(url))
                .exchangeToMono(response -> step(opened)
                        .thenMany(response.body(BodyExtractors.toDataBuffers()).doOnNext(DataBufferUtils::release))
                        .then(Mono.just(response.statusCode().value())))
                .block(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Override
    int nested(String url, Step inside) {
        WebClient asking = client.mutate()
                .filter((request, next) -> step(inside).then(Mono.<ClientResponse>defer(() -> next.exchange(request))))
                .build();
        return status(asking.get().uri(URI.create(url))).block(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private static Mono<Integer> step(Step step) {
        return Mono.fromCallable(() -> {
                    step.run();
                    return 0;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
