// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The cases of Reactor as handlers of WebFlux: their chains are part of the chain that answers the request. */
public class WebFluxCasesApp {
    public static void main(String[] arguments) throws Exception {
        ReactorCases.add();
        Cases.start();
        ReactorHttpHandlerAdapter handler =
                new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(RouterFunctions.route()
                        .GET("/{name}", request -> ServerResponse.ok()
                                .contentType(MediaType.TEXT_EVENT_STREAM)
                                .body(
                                        Flux.from(ReactorCases.CHAINS
                                                        .get(request.pathVariable("name"))
                                                        .get())
                                                .map(String::valueOf),
                                        String.class))
                        .build()));
        DisposableServer server =
                HttpServer.create().host("127.0.0.1").port(0).handle(handler).bindNow();
        Cases.announce(server.port());
        Child.awaitEnd();
        ReactorCases.afterwards();
        server.disposeNow();
    }
}
