// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

public class ReactorNettyApp {
    public static void main(String[] arguments) throws Exception {
        Items.create();
        HttpProtocol[] protocols = Boolean.getBoolean("h2c")
                ? new HttpProtocol[] {HttpProtocol.H2C, HttpProtocol.HTTP11}
                : new HttpProtocol[] {HttpProtocol.HTTP11};
        DisposableServer server = HttpServer.create()
                .protocol(protocols)
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/shop/contract/ok", (in, out) -> out.sendString(Mono.just("ok")))
                        .get("/shop/contract/gone", (in, out) -> out.sendNotFound())
                        .get("/shop/contract/status", (in, out) -> out.status(503).send())
                        .get("/shop/contract/throw", (in, out) -> Mono.error(new IllegalStateException("hunter2")))
                        .get("/shop/contract/query", (in, out) -> out.sendString(Mono.just(Items.find())))
                        .get("/shop/contract/handed-over", (in, out) -> out.status(202)
                                .sendString(Mono.fromCallable(Items::find).subscribeOn(Schedulers.boundedElastic())))
                        .get("/shop/contract/later", (in, out) ->
                                out.sendString(Mono.delay(Duration.ofMillis(20)).map(unused -> Items.find())))
                        .get("/shop/contract/other-loop", (in, out) ->
                                out.sendString(Mono.just("").publishOn(Schedulers.parallel()).map(unused -> Items.find())))
                        .get("/shop/contract/stream", (in, out) -> out.sendString(
                                Flux.just("a", "b").map(part -> part.equals("b") ? Items.find() : part)))
                        .get("/shop/contract/never", (in, out) -> {
                            Items.find();
                            return Mono.never();
                        })
                        .get("/actuator/health", (in, out) -> out.send())
                        .post("/shop/contract/body", (in, out) ->
                                out.sendString(in.receive().then(Mono.fromCallable(Items::find)))))
                .bindNow();
        Child.ready(server.port());
        Child.awaitEnd();
        server.disposeNow();
    }
}
