// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Asks a service for its pages, from this process, over a few connections that are kept. */
final class Load {
    private static final int CONNECTIONS = 4;
    private static final int PAGES = 10;
    private static final int DIGITS = 3;
    private static final List<byte[]> REQUESTS = requests();

    /** @param requests how many were answered
     *  @param seconds how long that took
     *  @param latencies of each request in nanoseconds; from the time at which it was due, where there is a rate */
    record Result(long requests, double seconds, Histogram latencies) {}

    private final int port;

    Load(int port) {
        this.port = port;
    }

    /** Each connection asks again as soon as it has its answer. */
    Result closed(double seconds) throws IOException, InterruptedException {
        return run(seconds, 0);
    }

    /**
     * So many requests a second, whether or not the service keeps up. A latency counts from when the request was due, so that
     * a service that stands still is not spared the requests that would have come meanwhile.
     */
    Result open(double seconds, double rate) throws IOException, InterruptedException {
        return run(seconds, rate);
    }

    private Result run(double seconds, double rate) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            List<Future<Histogram>> parts = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int number = connection;
                parts.add(threads.submit(() -> rate == 0 ? ask(end) : ask(start, end, rate, number)));
            }
            Histogram all = new Histogram(DIGITS);
            for (Future<Histogram> part : parts) {
                all.add(part.get());
            }
            return new Result(all.getTotalCount(), (System.nanoTime() - start) / 1e9, all);
        } catch (ExecutionException failed) {
            throw new IOException("the service failed under load", failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Histogram ask(long end) throws IOException {
        Histogram latencies = new Histogram(DIGITS);
        try (HttpConnection connection = HttpConnection.to(port)) {
            int page = 0;
            for (long begin = System.nanoTime(); begin - end < 0; ) {
                connection.ask(REQUESTS.get(page++ % PAGES));
                long now = System.nanoTime();
                latencies.recordValue(now - begin);
                begin = now;
            }
        }
        return latencies;
    }

    private Histogram ask(long start, long end, double rate, int number) throws IOException {
        Histogram latencies = new Histogram(DIGITS);
        double gapNanos = 1e9 * CONNECTIONS / rate;
        try (HttpConnection connection = HttpConnection.to(port)) {
            for (int request = 0; ; request++) {
                long due = start + (long) (gapNanos * (request + (double) number / CONNECTIONS));
                if (due - end >= 0) {
                    return latencies;
                }
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                connection.ask(REQUESTS.get(request % PAGES));
                latencies.recordValue(System.nanoTime() - due);
            }
        }
    }

    private static List<byte[]> requests() {
        List<byte[]> requests = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            requests.add(HttpConnection.request("/pages/" + page));
        }
        return List.copyOf(requests);
    }
}
