// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ForkJoinPool;

/** Hands work to threads of its own, and to the pool that the whole JVM shares. */
public class ExecutorWar extends HttpServlet {
    /** A task that is no lambda, so that it carries its context beside itself. */
    private static final class Named implements Runnable, Callable<String> {
        @Override
        public void run() {}

        @Override
        public String call() {
            return "called";
        }
    }

    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            for (int i = 0; i < 5; i++) {
                Future<String> named = workers.submit((Callable<String>) new Named());
                workers.execute(new Named());
                workers.execute(() -> {});
                named.get();
                CompletableFuture.supplyAsync(() -> new Named())
                        .thenApplyAsync(Named::call)
                        .thenAcceptAsync(text -> {}, workers)
                        .get();
                ForkJoinPool.commonPool().submit((Runnable) new Named()).get();
                Thread thread = new Thread(new Named());
                thread.start();
                thread.join();
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
    }
}
