// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Observes what other threads signal, and leaves an observer behind that is never completed. */
public class RxWar extends HttpServlet {
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final PublishSubject<String> subject = PublishSubject.create();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        subject.subscribe();
        Single.create(emitter -> workers.execute(() -> emitter.onSuccess("done"))).cache().blockingGet();
        Observable.just("item").observeOn(Schedulers.from(workers)).doOnNext(subject::onNext).blockingSubscribe();
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
        Schedulers.shutdown();
    }
}
