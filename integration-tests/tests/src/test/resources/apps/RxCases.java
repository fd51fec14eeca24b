// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.processors.AsyncProcessor;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.AsyncSubject;
import io.reactivex.rxjava3.subjects.BehaviorSubject;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.MaybeSubject;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.ReplaySubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subjects.Subject;
import io.reactivex.rxjava3.subjects.UnicastSubject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.reactivestreams.Subscription;

/** Chains that change threads, and chains that several requests share. */
public class RxCases {
    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
    private static final Scheduler SCHEDULER = Schedulers.from(POOL);
    private static volatile boolean counting;

    private static void chain(String name, int statements, Supplier<Completable> chain) {
        Cases.add(name, statements, () -> {
            if (!chain.get().blockingAwait(20, TimeUnit.SECONDS)) {
                throw new TimeoutException(name);
            }
        });
    }

    private static <T> Consumer<T> query(String table) {
        return any -> Cases.query(table);
    }

    /** Completed by a thread that knows nothing of the request. */
    private static Single<String> foreign() {
        return Single.create(emitter -> Cases.onForeignThread(() -> emitter.onSuccess("value")));
    }

    static void add() {
        hops();
        foreignSources();
        subjects();
        shared();
    }

    private static void hops() {
        hop("on_io", Schedulers.io());
        hop("on_computation", Schedulers.computation());
        hop("on_new_thread", Schedulers.newThread());
        hop("on_single", Schedulers.single());
        hop("on_trampoline", Schedulers.trampoline());
        hop("on_executor", SCHEDULER);
        chain("rails", 4, () -> Flowable.range(1, 4).parallel(2).runOn(Schedulers.computation())
                .doOnNext(query("rails")).sequential().ignoreElements());
        chain("put_off", 2, () -> Observable.range(1, 2).delay(2, TimeUnit.MILLISECONDS).doOnNext(query("put_off"))
                .ignoreElements());
        chain("timer", 1, () -> Single.timer(2, TimeUnit.MILLISECONDS).doOnSuccess(query("timer")).ignoreElement());
        chain("own_interval", 3, () -> Observable.interval(2, TimeUnit.MILLISECONDS).take(3).doOnNext(query("own_interval"))
                .ignoreElements());
        chain("own_interval_hop", 3, () -> Flowable.intervalRange(0, 3, 1, 2, TimeUnit.MILLISECONDS).onBackpressureBuffer()
                .observeOn(Schedulers.io()).doOnNext(query("own_interval_hop")).ignoreElements());
        chain("timed_out", 1, () -> Single.never().timeout(2, TimeUnit.MILLISECONDS,
                Single.fromCallable(() -> Cases.query("timed_out"))).ignoreElement());
        chain("tried_again", 3, () -> {
            AtomicInteger attempts = new AtomicInteger();
            return Single.fromCallable(() -> {
                        Cases.query("tried_again");
                        if (attempts.incrementAndGet() < 3) {
                            throw new TimeoutException("expected");
                        }
                        return "";
                    })
                    .retryWhen(errors -> errors.flatMap(error -> Flowable.timer(2, TimeUnit.MILLISECONDS)))
                    .ignoreElement();
        });
        chain("gathered", 1, () -> foreign().toObservable().concatWith(Observable.never()).buffer(5, TimeUnit.MILLISECONDS)
                .filter(items -> !items.isEmpty()).take(1).doOnNext(query("gathered")).ignoreElements());
    }

    private static void hop(String name, Scheduler scheduler) {
        chain(name, 4, () -> Observable.range(1, 3).observeOn(scheduler).doOnNext(query(name)).ignoreElements()
                .andThen(Completable.fromAction(() -> Cases.query(name)).subscribeOn(scheduler)));
    }

    private static void foreignSources() {
        chain("from_future", 1, () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            Cases.onForeignThread(() -> future.complete(""));
            return Single.fromCompletionStage(future).doOnSuccess(query("from_future")).ignoreElement();
        });
        chain("created_single", 1, () -> foreign().doOnSuccess(query("created_single")).ignoreElement());
        chain("created_failing", 1, () -> Single.create(emitter -> Cases.onForeignThread(
                        () -> emitter.onError(new TimeoutException("expected"))))
                .onErrorReturn(error -> Cases.query("created_failing")).ignoreElement());
        chain("created_maybe", 1, () -> Maybe.create(emitter -> Cases.onForeignThread(emitter::onComplete))
                .switchIfEmpty(Single.fromCallable(() -> Cases.query("created_maybe"))).ignoreElement());
        chain("created_completable", 1, () -> Completable.create(emitter -> Cases.onForeignThread(emitter::onComplete))
                .doOnComplete(() -> Cases.query("created_completable")));
        chain("created_observable", 2, () -> Observable.create(emitter -> Cases.onForeignThread(() -> {
                    emitter.onNext(1);
                    emitter.onNext(2);
                    emitter.onComplete();
                }))
                .doOnNext(query("created_observable")).ignoreElements());
        chain("created_flowable", 2, () -> Flowable.create(emitter -> Cases.onForeignThread(() -> {
                    emitter.onNext(1);
                    emitter.onNext(2);
                    emitter.onComplete();
                }), BackpressureStrategy.BUFFER)
                .doOnNext(query("created_flowable")).ignoreElements());
        chain("created_hop", 1, () -> foreign().observeOn(Schedulers.io()).doOnSuccess(query("created_hop")).ignoreElement());
        chain("foreign_publisher", 1, () -> Flowable.fromPublisher(subscriber -> subscriber.onSubscribe(new Subscription() {
                    @Override
                    public void request(long n) {
                        Cases.onForeignThread(() -> {
                            subscriber.onNext("row");
                            subscriber.onComplete();
                        });
                    }

                    @Override
                    public void cancel() {}
                }))
                .doOnNext(query("foreign_publisher")).ignoreElements());
        chain("inner_chains", 3, () -> Observable.range(1, 3).flatMapSingle(n -> foreign()).doOnNext(query("inner_chains"))
                .ignoreElements());
        chain("joined_chains", 1, () -> Single.zip(Single.timer(2, TimeUnit.MILLISECONDS), foreign(), (a, b) -> b)
                .doOnSuccess(query("joined_chains")).ignoreElement());
        chain("continued_chain", 3, () -> foreign().doOnSuccess(query("continued_chain")).flatMap(any -> foreign())
                .doOnSuccess(query("continued_chain")).observeOn(SCHEDULER).flatMap(any -> foreign())
                .doOnSuccess(query("continued_chain")).ignoreElement());
        chain("blocked", 2, () -> Completable.fromAction(() -> {
            foreign().doOnSuccess(query("blocked")).blockingGet();
            Cases.query("blocked");
        }).subscribeOn(Schedulers.io()));
    }

    private static void subjects() {
        subject("publish_subject", PublishSubject::create);
        subject("behavior_subject", BehaviorSubject::create);
        subject("replay_subject", ReplaySubject::create);
        subject("async_subject", AsyncSubject::create);
        subject("unicast_subject", UnicastSubject::create);
        processor("publish_processor", PublishProcessor::create);
        processor("behavior_processor", BehaviorProcessor::create);
        processor("replay_processor", ReplayProcessor::create);
        processor("async_processor", AsyncProcessor::create);
        processor("unicast_processor", UnicastProcessor::create);
        processor("multicast_processor", () -> {
            MulticastProcessor<String> processor = MulticastProcessor.create();
            processor.start();
            return processor;
        });
        chain("single_subject", 1, () -> {
            SingleSubject<String> subject = SingleSubject.create();
            Cases.onForeignThread(() -> subject.onSuccess(""));
            return subject.doOnSuccess(query("single_subject")).ignoreElement();
        });
        chain("maybe_subject", 1, () -> {
            MaybeSubject<String> subject = MaybeSubject.create();
            Cases.onForeignThread(() -> subject.onSuccess(""));
            return subject.doOnSuccess(query("maybe_subject")).ignoreElement();
        });
        chain("completable_subject", 1, () -> {
            CompletableSubject subject = CompletableSubject.create();
            Cases.onForeignThread(subject::onComplete);
            return subject.doOnComplete(() -> Cases.query("completable_subject"));
        });
    }

    private static void subject(String name, Supplier<Subject<String>> create) {
        chain(name, 1, () -> {
            Subject<String> subject = create.get();
            Cases.onForeignThread(() -> {
                while (!subject.hasObservers()) {
                    Thread.onSpinWait();
                }
                subject.onNext("");
                subject.onComplete();
            });
            return subject.doOnNext(query(name)).ignoreElements();
        });
    }

    private static void processor(String name, Supplier<FlowableProcessor<String>> create) {
        chain(name, 1, () -> {
            FlowableProcessor<String> processor = create.get();
            Cases.onForeignThread(() -> {
                while (!processor.hasSubscribers()) {
                    Thread.onSpinWait();
                }
                processor.onNext("");
                processor.onComplete();
            });
            return processor.onBackpressureBuffer().doOnNext(query(name)).ignoreElements();
        });
    }

    /** The first request goes on waiting for something that the second one sets off. */
    private static void shared() {
        PublishSubject<String> hot = PublishSubject.create();
        chain("hot_observer", 1, () -> {
            hot.take(1).doOnNext(query("hot_observer")).subscribe();
            return Completable.complete();
        });
        chain("hot_emitter", 1, () -> Completable.fromAction(() -> {
            hot.onNext("");
            Cases.query("hot_emitter");
        }));

        AtomicReference<Runnable> pending = new AtomicReference<>();
        Single<String> cached = Single.<String>create(emitter -> pending.set(() -> emitter.onSuccess(""))).cache();
        chain("cached_first", 1, () -> {
            cached.doOnSuccess(query("cached_first")).subscribe();
            return Completable.complete();
        });
        chain("cached_second", 1, () -> {
            Completable second = cached.doOnSuccess(query("cached_second")).ignoreElement();
            return Completable.mergeArray(second, Completable.fromAction(() -> Cases.onForeignThread(pending.get())));
        });
        chain("cached_late", 1, () -> cached.observeOn(Schedulers.io()).doOnSuccess(query("cached_late")).ignoreElement());

        PublishSubject<String> source = PublishSubject.create();
        Observable<String> shared = source.share();
        Observable<String> replayed = shared.replay(1).autoConnect();
        Observable<String> kept = source.cache();
        chain("shared_first", 3, () -> {
            for (Observable<String> one : java.util.List.of(shared, replayed, kept)) {
                one.take(1).doOnNext(query("shared_first")).subscribe();
            }
            return Completable.complete();
        });
        chain("shared_second", 3, () -> Completable.mergeArray(
                shared.take(1).doOnNext(query("shared_second")).ignoreElements(),
                replayed.take(1).doOnNext(query("shared_second")).ignoreElements(),
                kept.take(1).doOnNext(query("shared_second")).ignoreElements(),
                Completable.fromAction(() -> Cases.onForeignThread(() -> source.onNext("")))));

        // Goes on for ever once the first request has subscribed to it.
        Cases.nobody("nobody_interval");
        Observable<Long> ticks = Observable.interval(2, TimeUnit.MILLISECONDS)
                .doOnNext(tick -> {
                    if (counting) {
                        Cases.query("nobody_interval");
                    }
                })
                .publish()
                .autoConnect();
        chain("interval_started", 0, () -> {
            ticks.subscribe();
            return Completable.complete();
        });
        chain("interval_joined", 2, () -> {
            counting = true;
            return ticks.take(2).doOnNext(query("interval_joined")).doOnComplete(() -> counting = false).ignoreElements();
        });
        Cases.nobody("nobody_afterwards");
    }

    /** On every thread that has served a request. */
    static void afterwards() throws InterruptedException {
        Scheduler[] all = {Schedulers.computation(), Schedulers.single(), Schedulers.io(), SCHEDULER};
        CountDownLatch done = new CountDownLatch(all.length * 6 + 1);
        Runnable task = () -> {
            Cases.query("nobody_afterwards");
            done.countDown();
        };
        for (Scheduler scheduler : all) {
            for (int i = 0; i < 6; i++) {
                scheduler.scheduleDirect(task);
            }
        }
        Cases.onForeignThread(task);
        if (!done.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("tasks have not run");
        }
        POOL.shutdown();
        Schedulers.shutdown();
    }
}
