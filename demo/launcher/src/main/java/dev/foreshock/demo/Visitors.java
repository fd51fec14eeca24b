// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A few people who read the pages of orders, each one page after the other, and order something now and then, until they are told to leave. */
final class Visitors {
    static final int COUNT = 6;

    private static final int PAGES_PER_ORDER = 3;
    private static final long PAUSE_MILLIS = 100;

    private final Shop shop;
    private final int orders;
    private final List<Visit> visits = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean leaving;

    /** @param orders how many there are: each visitor reads the pages of all of them by turns */
    Visitors(Shop shop, int orders) {
        this.shop = shop;
        this.orders = orders;
        for (int i = 0; i < COUNT; i++) {
            int first = i;
            Thread thread = new Thread(() -> read(first), "visitor-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void read(int first) {
        try {
            for (int i = first; !leaving; i++) {
                long start = System.nanoTime();
                int customer = 1 + i % orders;
                String page = "/orders/" + customer;
                shop.visit(page);
                add(new Visit(page, 0, System.nanoTime() - start));
                if (i % PAGES_PER_ORDER == 0) {
                    shop.post("/orders?customer=" + customer);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException gone) {
            // The shop has ended, or the demo has been interrupted.
        }
    }

    private synchronized void add(Visit visit) {
        visits.add(visit);
        notifyAll();
    }

    /** Waits until so many pages have been read. */
    synchronized void awaitVisits(int pages) throws InterruptedException {
        while (visits.size() < pages && threads.stream().anyMatch(Thread::isAlive)) {
            wait(PAUSE_MILLIS);
        }
    }

    synchronized List<Visit> visits() {
        return List.copyOf(visits);
    }

    /** Has everybody leave, and waits until the pages that were asked for last have been read. */
    void leave() throws InterruptedException {
        leaving = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
