// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Subscribes to what other threads complete, and leaves a subscription behind that is never completed. */
public class ReactorWar extends HttpServlet {
    private final Scheduler scheduler = Schedulers.newParallel("war", 2);
    private final Sinks.Many<String> sink = Sinks.many().multicast().directBestEffort();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        sink.asFlux().subscribe();
        Flux.interval(Duration.ofMillis(1), scheduler).take(3).blockLast();
        Mono.create(done -> scheduler.schedule(() -> done.success("done"))).cache().block();
        Flux.range(1, 3).publishOn(scheduler).doOnNext(n -> sink.tryEmitNext("item")).blockLast();
    }

    @Override
    public void destroy() {
        scheduler.dispose();
        Schedulers.shutdownNow();
    }
}
