// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

public class VertxApp {
    static {
        LogManager.getLogManager().reset();
    }

    public static void main(String[] arguments) throws Exception {
        Items.create();
        ExecutorService others = Executors.newFixedThreadPool(1);
        Vertx vertx = Vertx.vertx();
        Router contract = Router.router(vertx);
        contract.get("/ok").handler(context -> context.response().end("ok"));
        contract.get("/gone").handler(context -> context.response().setStatusCode(404).end());
        contract.get("/status").handler(context -> context.response().setStatusCode(503).end());
        contract.get("/throw").handler(context -> {
            throw new IllegalStateException("hunter2");
        });
        contract.get("/query").handler(VertxApp::find);
        contract.get("/handed-over").blockingHandler(context -> {
            String found = Items.find();
            context.response().setStatusCode(202).end(found);
        });
        contract.get("/later").handler(context -> vertx.setTimer(20, unused -> find(context)));
        contract.get("/other-loop").handler(context -> others.execute(() -> {
            String found = Items.find();
            vertx.runOnContext(unused -> context.response().end(found));
        }));
        contract.get("/stream").handler(context -> {
            context.response().setChunked(true).write("a");
            find(context);
        });
        contract.get("/never").handler(context -> Items.find());
        contract.post("/body").handler(context -> context.request().bodyHandler(body -> find(context)));
        Router router = Router.router(vertx);
        router.route().handler(RoutingContext::next);
        router.route("/shop/*").handler(RoutingContext::next);
        router.route("/shop/contract/*").subRouter(contract);
        router.get("/shop/orders/:id").handler(context -> context.response().end(context.pathParam("id")));
        router.get("/actuator/health").handler(context -> context.response().end());
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        Child.ready(server.actualPort());
        Child.awaitEnd();
        others.shutdown();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static void find(RoutingContext context) {
        context.response().end(Items.find());
    }
}
