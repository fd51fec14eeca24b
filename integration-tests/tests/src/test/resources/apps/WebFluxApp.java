// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.time.Duration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

public class WebFluxApp {
    public static void main(String[] arguments) throws Exception {
        Items.create();
        AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(Application.class, Contract.class);
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

    @Configuration
    @EnableWebFlux
    public static class Application {
        @Bean
        public RouterFunction<ServerResponse> functional() {
            return RouterFunctions.route()
                    .GET("/shop/orders/{id}", request -> Mono.fromCallable(Items::find)
                            .subscribeOn(Schedulers.boundedElastic())
                            .flatMap(found -> ServerResponse.ok().bodyValue(found)))
                    .GET("/actuator/health", request -> ServerResponse.ok().build())
                    .build();
        }
    }

    @RestController
    @RequestMapping("/shop/contract")
    public static class Contract {
        @GetMapping("/ok")
        public Mono<String> ok() {
            return Mono.just("ok");
        }

        @GetMapping("/gone")
        public ResponseEntity<Void> gone() {
            return ResponseEntity.notFound().build();
        }

        @GetMapping("/status")
        public ResponseEntity<Void> status() {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
        }

        @GetMapping("/throw")
        public Mono<String> thrown() {
            return Mono.error(new IllegalStateException("hunter2"));
        }

        @GetMapping("/query")
        public Mono<String> query() {
            return Mono.fromCallable(Items::find);
        }

        @GetMapping("/handed-over")
        public Mono<ResponseEntity<String>> handedOver() {
            return Mono.fromCallable(Items::find)
                    .subscribeOn(Schedulers.boundedElastic())
                    .map(found -> ResponseEntity.accepted().body(found));
        }

        @GetMapping("/later")
        public Mono<String> later() {
            return Mono.delay(Duration.ofMillis(20)).map(unused -> Items.find());
        }

        @GetMapping("/other-loop")
        public Mono<String> otherLoop() {
            return Mono.just("query").publishOn(Schedulers.parallel()).flatMap(unused -> Mono.just(Items.find()));
        }

        @GetMapping("/stream")
        public Flux<String> stream() {
            return Flux.just("a", "b").publishOn(Schedulers.single()).map(part -> part.equals("b") ? Items.find() : part);
        }

        @PostMapping("/body")
        public Mono<String> body(@RequestBody(required = false) Mono<String> body) {
            return body.then(Mono.fromCallable(Items::find));
        }

        @GetMapping("/lines/{id}")
        public Mono<String> line(@PathVariable("id") String id) {
            return Mono.just(id);
        }

        @GetMapping("/never")
        public Mono<String> never() {
            Items.find();
            return Mono.never();
        }
    }
}
