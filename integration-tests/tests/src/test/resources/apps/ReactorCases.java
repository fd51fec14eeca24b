// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Chains that change threads, and chains that several requests share. */
public class ReactorCases {
    private static final Duration SHORT = Duration.ofMillis(2);

    /** By their path; the request is answered when the chain completes. */
    static final Map<String, Supplier<Publisher<?>>> CHAINS = new LinkedHashMap<>();

    private static volatile boolean counting;

    private static void chain(String name, int statements, Supplier<Publisher<?>> chain) {
        CHAINS.put(name, chain);
        Cases.add(name, statements, () -> Flux.from(chain.get()).blockLast(Duration.ofSeconds(20)));
    }

    private static <T> Consumer<T> query(String table) {
        return any -> Cases.query(table);
    }

    /** Completed by a thread that knows nothing of the request. */
    private static Mono<String> foreign() {
        return Mono.create(sink -> Cases.onForeignThread(() -> sink.success("value")));
    }

    static void add() {
        hops();
        foreignSources();
        sinks();
        shared();
    }

    private static void hops() {
        chain("publish_on", 3, () -> Flux.range(1, 3).publishOn(Schedulers.parallel()).doOnNext(query("publish_on")));
        chain("subscribe_on", 1, () -> Mono.fromCallable(() -> Cases.query("subscribe_on"))
                .subscribeOn(Schedulers.boundedElastic()));
        chain("single_thread", 1, () -> Mono.just(1).publishOn(Schedulers.single()).doOnNext(query("single_thread")));
        chain("rails", 4, () -> Flux.range(1, 4).parallel(2).runOn(Schedulers.parallel()).doOnNext(query("rails")).sequential());
        chain("delay_elements", 2, () -> Flux.range(1, 2).delayElements(SHORT).doOnNext(query("delay_elements")));
        chain("delayed_start", 1, () -> Mono.just(1).delaySubscription(SHORT).doOnNext(query("delayed_start")));
        chain("own_interval", 3, () -> Flux.interval(SHORT).onBackpressureBuffer().take(3).doOnNext(query("own_interval")));
        chain("own_interval_hop", 3, () -> Flux.interval(SHORT).onBackpressureBuffer().take(3).publishOn(Schedulers.boundedElastic())
                .doOnNext(query("own_interval_hop")));
        chain("no_pause", 3, () -> Flux.interval(Duration.ZERO).onBackpressureDrop().take(3).doOnNext(query("no_pause")));
        chain("timed_out", 1, () -> Mono.never().timeout(SHORT, Mono.fromCallable(() -> Cases.query("timed_out"))));
        chain("tried_again", 3, () -> {
            AtomicInteger attempts = new AtomicInteger();
            return Mono.fromCallable(() -> {
                        Cases.query("tried_again");
                        if (attempts.incrementAndGet() < 3) {
                            throw new TimeoutException("expected");
                        }
                        return "";
                    })
                    .retryWhen(Retry.fixedDelay(5, Duration.ofMillis(30)));
        });
        chain("sampled", 1, () -> foreign().flux().concatWith(Mono.delay(SHORT.multipliedBy(20)).map(String::valueOf))
                .bufferTimeout(10, SHORT.multipliedBy(2)).take(1).doOnNext(query("sampled")));
    }

    private static void foreignSources() {
        chain("from_future", 1, () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            Cases.onForeignThread(() -> future.complete(""));
            return Mono.fromFuture(future).doOnNext(query("from_future"));
        });
        chain("created", 1, () -> foreign().doOnNext(query("created")));
        chain("created_failing", 1, () -> Mono.create(sink -> Cases.onForeignThread(() -> sink.error(new TimeoutException("expected"))))
                .onErrorResume(error -> Mono.fromCallable(() -> Cases.query("created_failing"))));
        chain("created_empty", 1, () -> Mono.create(sink -> Cases.onForeignThread(sink::success))
                .switchIfEmpty(Mono.fromCallable(() -> Cases.query("created_empty"))));
        chain("created_hop", 1, () -> foreign().publishOn(Schedulers.parallel()).doOnNext(query("created_hop")));
        chain("created_stream", 2, () -> Flux.create(sink -> Cases.onForeignThread(() -> sink.next(1).next(2).complete()))
                .doOnNext(query("created_stream")));
        chain("pushed_stream", 2, () -> Flux.push(sink -> Cases.onForeignThread(() -> sink.next(1).next(2).complete()))
                .doOnNext(query("pushed_stream")));
        chain("foreign_publisher", 2, () -> Flux.from(new Driver(2)).onBackpressureBuffer().doOnNext(query("foreign_publisher")));
        chain("foreign_publisher_one", 1, () -> Mono.from(new Driver(1)).doOnNext(query("foreign_publisher_one")));
        chain("inner_chains", 3, () -> Flux.range(1, 3).flatMap(n -> foreign()).doOnNext(query("inner_chains")));
        chain("joined_chains", 1, () -> Mono.zip(foreign(), Mono.delay(SHORT)).doOnNext(query("joined_chains")));
        chain("continued_chain", 3, () -> foreign().doOnNext(query("continued_chain")).flatMap(any -> foreign())
                .doOnNext(query("continued_chain")).publishOn(Schedulers.single()).flatMap(any -> foreign())
                .doOnNext(query("continued_chain")));
        chain("blocked", 2, () -> Mono.fromCallable(() -> {
                    foreign().doOnNext(query("blocked")).block();
                    return Cases.query("blocked");
                })
                .subscribeOn(Schedulers.boundedElastic()));
        chain("long_stream", 400, () -> Flux.range(1, 400).doOnNext(query("long_stream")));
    }

    private static void sinks() {
        chain("sink_one", 1, () -> {
            Sinks.One<String> sink = Sinks.one();
            Cases.onForeignThread(() -> sink.tryEmitValue(""));
            return sink.asMono().doOnNext(query("sink_one"));
        });
        chain("sink_empty", 1, () -> {
            Sinks.Empty<String> sink = Sinks.empty();
            Cases.onForeignThread(sink::tryEmitEmpty);
            return sink.asMono().switchIfEmpty(Mono.fromCallable(() -> Cases.query("sink_empty")));
        });
        sink("sink_unicast", () -> Sinks.many().unicast().onBackpressureBuffer());
        sink("sink_unicast_error", () -> Sinks.many().unicast().onBackpressureError());
        sink("sink_multicast", () -> Sinks.many().multicast().onBackpressureBuffer());
        sink("sink_best_effort", () -> Sinks.many().multicast().directBestEffort());
        sink("sink_replay", () -> Sinks.many().replay().all());
        sink("sink_replay_limit", () -> Sinks.many().replay().limit(2));
    }

    private static void sink(String name, Supplier<Sinks.Many<String>> create) {
        chain(name, 2, () -> {
            Sinks.Many<String> sink = create.get();
            return sink.asFlux().doOnNext(query(name)).take(2).doOnSubscribe(any -> Cases.onForeignThread(() -> {
                emit(sink);
                emit(sink);
            }));
        });
    }

    /** Until the subscriber has asked for it. */
    private static void emit(Sinks.Many<String> sink) {
        while (sink.tryEmitNext("") != Sinks.EmitResult.OK) {
            Thread.onSpinWait();
        }
    }

    /** The first request goes on waiting for something that the second one sets off. */
    private static void shared() {
        Sinks.Many<String> hot = Sinks.many().multicast().directBestEffort();
        chain("hot_subscriber", 1, () -> {
            hot.asFlux().doOnNext(query("hot_subscriber")).take(1).subscribe();
            return Mono.just("answered at once");
        });
        chain("hot_emitter", 1, () -> Mono.fromCallable(() -> {
            hot.tryEmitNext("");
            return Cases.query("hot_emitter");
        }));

        Sinks.One<Runnable> pending = Sinks.one();
        Mono<String> cached = Mono.<String>create(sink -> pending.tryEmitValue(() -> sink.success(""))).cache();
        chain("cached_first", 1, () -> {
            cached.doOnNext(query("cached_first")).subscribe();
            return Mono.just("answered at once");
        });
        chain("cached_second", 1, () -> {
            pending.asMono().subscribe(Cases::onForeignThread);
            return cached.doOnNext(query("cached_second"));
        });
        chain("cached_late", 1, () -> cached.publishOn(Schedulers.parallel()).doOnNext(query("cached_late")));

        Sinks.Many<String> source = Sinks.many().unicast().onBackpressureBuffer();
        Flux<String> shared = source.asFlux().share();
        Flux<String> replayed = shared.replay(1).autoConnect();
        chain("shared_first", 2, () -> {
            shared.doOnNext(query("shared_first")).take(1).subscribe();
            replayed.doOnNext(query("shared_first")).take(1).subscribe();
            return Mono.just("answered at once");
        });
        chain("shared_second", 2, () -> {
            Mono<String> emission = Mono.fromCallable(() -> {
                Cases.onForeignThread(() -> source.tryEmitNext(""));
                return "";
            });
            return Mono.zip(
                    shared.doOnNext(query("shared_second")).next(),
                    replayed.doOnNext(query("shared_second")).next(),
                    emission);
        });

        // Where the scheduler has one thread only, the second task waits for the first one's.
        CountDownLatch open = new CountDownLatch(1);
        chain("queue_blocked", 1, () -> {
            Mono.fromCallable(() -> open.await(20, TimeUnit.SECONDS) ? Cases.query("queue_blocked") : "")
                    .subscribeOn(Schedulers.boundedElastic())
                    .subscribe();
            return Mono.just("answered at once");
        });
        chain("queue_waiting", 2, () -> Mono.zip(
                Mono.fromCallable(() -> Cases.query("queue_waiting")).subscribeOn(Schedulers.boundedElastic()),
                Mono.delay(SHORT, Schedulers.boundedElastic()).doOnNext(query("queue_waiting")),
                Mono.fromCallable(() -> {
                    open.countDown();
                    return "";
                })));

        // Goes on for ever once the first request has subscribed to it.
        Cases.nobody("nobody_interval");
        Flux<Long> ticks = Flux.interval(SHORT)
                .doOnNext(tick -> {
                    if (counting) {
                        Cases.query("nobody_interval");
                    }
                })
                .publish()
                .autoConnect();
        chain("interval_started", 0, () -> {
            ticks.subscribe();
            return Mono.just("answered at once");
        });
        chain("interval_joined", 2, () -> {
            counting = true;
            return ticks.doOnNext(query("interval_joined")).take(2).doOnComplete(() -> counting = false);
        });
        Cases.nobody("nobody_afterwards");
    }

    /** On every thread that has served a request. */
    static void afterwards() throws InterruptedException {
        Scheduler[] all = {Schedulers.parallel(), Schedulers.single(), Schedulers.boundedElastic()};
        CountDownLatch done = new CountDownLatch(all.length * 12 + 1);
        Runnable task = () -> {
            Cases.query("nobody_afterwards");
            done.countDown();
        };
        for (Scheduler scheduler : all) {
            for (int i = 0; i < 12; i++) {
                scheduler.schedule(task);
            }
        }
        Cases.onForeignThread(task);
        if (!done.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("tasks have not run");
        }
    }

    /** A driver's own publisher, which emits on a thread of the driver's. */
    private record Driver(int rows) implements Publisher<String> {
        @Override
        public void subscribe(Subscriber<? super String> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                private boolean started;

                @Override
                public void request(long n) {
                    if (!started) {
                        started = true;
                        Cases.onForeignThread(() -> {
                            for (int i = 0; i < rows; i++) {
                                subscriber.onNext("row");
                            }
                            subscriber.onComplete();
                        });
                    }
                }

                @Override
                public void cancel() {}
            });
        }
    }
}
