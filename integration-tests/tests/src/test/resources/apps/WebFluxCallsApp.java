// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.time.Duration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** A reactive service that calls another one, whose address is its argument. */
public class WebFluxCallsApp {
    private static final int CALLS = 50;

    private static WebClient client;

    public static void main(String[] arguments) throws Exception {
        client = WebClient.builder()
                .baseUrl(arguments[0])
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create()))
                .build();
        Items.create();
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Application.class);
        HttpHandler handler = WebHttpHandlerBuilder.applicationContext(context).build();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow();
        Child.ready(server.port());
        Child.awaitEnd();
        server.disposeNow();
        context.close();
    }

    private static Mono<String> call(int id) {
        return client.get().uri("/items/{id}?page={page}", id, "hunter2").retrieve().bodyToMono(String.class);
    }

    /** Calls, and asks the database once the answer has come. */
    private static Mono<String> callAndFind() {
        return call(17).map(answer -> Items.find());
    }

    private static Mono<String> impatient() {
        return client.get()
                .uri("/slow/{id}", 1)
                .retrieve()
                .bodyToMono(String.class)
                .timeout(Duration.ofMillis(300))
                .onErrorResume(late -> callAndFind());
    }

    private static Mono<ServerResponse> answer(Mono<?> work) {
        return work.then(ServerResponse.ok().bodyValue("done"));
    }

    @Configuration
    @EnableWebFlux
    public static class Application {
        @Bean
        public RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET("/one", request -> answer(callAndFind()))
                    .GET("/loop", request -> answer(Flux.range(1, CALLS)
                            .concatMap(WebFluxCallsApp::call)
                            .then()))
                    .GET("/fan-out", request -> answer(
                            Flux.range(1, CALLS).flatMap(WebFluxCallsApp::call, CALLS).then()))
                    .GET("/timeout", request -> answer(impatient()))
                    .build();
        }
    }
}
